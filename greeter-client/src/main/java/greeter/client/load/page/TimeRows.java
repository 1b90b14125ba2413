package greeter.client.load.page;

import static java.time.temporal.ChronoUnit.SECONDS;

import com.google.gson.JsonObject;
import greeter.client.calls.Blame;
import greeter.client.html.Element;
import greeter.client.html.Fold;
import greeter.client.html.Words;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Generator;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The run over time: rate, heat, pods, failures and connections, all under one axis. */
final class TimeRows {
  private final LoadResult result;
  private final List<Slot> slots;
  private final Duration end;

  TimeRows(LoadResult result) {
    this.result = result;
    this.slots = result.timeline().slots();
    Duration ofSlots = result.timeline().slot().multipliedBy(slots.size());
    boolean partial =
        result.lasted().compareTo(ofSlots) < 0
            && result.lasted().compareTo(ofSlots.minus(result.timeline().slot())) > 0;
    this.end = partial ? result.lasted() : ofSlots;
  }

  /** A pod's name, or that it has none. */
  static Element name(Element element, String pod) {
    return pod.isEmpty() ? element.text("pods that do not say their name") : element.wire(pod);
  }

  List<Element> elements() {
    if (slots.isEmpty()) {
      return List.of(Element.of("p", "No call was due."));
    }
    Element time = Element.of("div").styled("time").with("id", "time");
    boolean open = result.asked().rate().isPresent();
    time.add(
        plot("Calls a second, by when they were " + (open ? "due" : "sent"), "rate"),
        plot("Latency", "heat"));
    time.add(Element.of("div").styled("row").add(Element.of("div"), legend()));
    time.add(Rows.axis(end));
    pods().forEach(time::add);
    time.add(heading("Failed calls, by who is to blame"));
    failures().forEach(time::add);
    List<Element> untimely = untimely();
    if (!untimely.isEmpty()) {
      time.add(heading("Calls not sent in time, by this client"));
      untimely.forEach(time::add);
    }
    time.add(heading("Connections"));
    time.add(
        Rows.row(
            Element.of("div")
                .add(
                    Element.of("span", "opened").styled("key opened"),
                    Element.of("span", "GOAWAY").styled("key goaway"),
                    Element.of("span", "cut").styled("key cut")),
            connections()));
    time.add(Rows.axis(end));
    time.add(Element.of("div").styled("hairline").with("id", "hairline").with("hidden", ""));
    time.add(reader());
    return List.of(time, Fold.of("The same in numbers", List.of(new SlotTable(result).element())));
  }

  private List<Element> untimely() {
    List<Element> strips = new ArrayList<>();
    if (result.counts().skipped() > 0) {
      strips.add(counted("never sent", "skipped", Slot::skipped));
    }
    Duration latest = result.generator().late().max();
    if (latest.compareTo(Generator.BEHIND) > 0) {
      strips.add(
          strip(
              "sent late",
              "late",
              slot -> slot.late().toMillis(),
              Math.max(1, latest.toMillis()),
              Words.time(latest)));
    }
    return strips;
  }

  private static Element heading(String text) {
    return Element.of("h3", text);
  }

  private static Element plot(String label, String name) {
    return Element.of("div")
        .styled("row plotted")
        .add(
            Element.of("div", label).styled("label"),
            Element.of("div")
                .styled("plot")
                .with("data-plot", name)
                .with("role", "img")
                .with("aria-label", label + ", over time; the table below has the numbers."));
  }

  private static Element legend() {
    Element legend = Element.of("p").styled("legend").text("calls in a field: ");
    String[] steps = {"1", "2\u20139", "10\u201399", "100\u2013999", "1000\u20139999", "more"};
    for (int i = 0; i < steps.length; i++) {
      legend.add(Element.of("span", steps[i]).styled("key heat-" + i));
    }
    return legend;
  }

  /** By service, so that who follows whom stands together. */
  private List<Element> pods() {
    List<Element> rows = new ArrayList<>();
    for (ServiceLoad service : result.services()) {
      List<PodLoad> pods =
          service.pods().stream()
              .filter(pod -> pod.answered() > 0 || !pod.pod().isEmpty())
              .sorted(
                  Comparator.comparing((PodLoad pod) -> pod.first().truncatedTo(SECONDS))
                      .thenComparing(PodLoad::pod))
              .toList();
      if (!pods.isEmpty()) {
        long most = pods.stream().mapToLong(pod -> most(service, pod)).max().orElse(1);
        rows.add(
            Element.of("h3", "Who answered ")
                .wire(service.service())
                .text(", and when ")
                .add(atMost(Words.count(most))));
        pods.forEach(
            pod -> rows.add(pod.answered() > 0 ? row(service, pod, most) : failing(service, pod)));
      }
    }
    return rows;
  }

  private long most(ServiceLoad service, PodLoad pod) {
    return counts(by(service, pod)).stream().mapToLong(n -> n).max().orElse(1);
  }

  private Element row(ServiceLoad service, PodLoad pod, long most) {
    String when =
        "%.1f\u2013%.1f s".formatted(pod.first().toMillis() / 1e3, pod.last().toMillis() / 1e3);
    return Rows.row(
        name(Element.of("div"), pod.pod()).text(" ").add(Element.of("small", when)),
        Rows.strip("pod-strip", counts(by(service, pod)), most, slotsOfAxis()));
  }

  /** A pod whose calls have failed, all of them. */
  private Element failing(ServiceLoad service, PodLoad pod) {
    List<Loss> losses =
        result.losses().stream()
            .filter(loss -> loss.service().equals(service.service()))
            .filter(loss -> loss.pod().equals(Optional.of(pod.pod())))
            .toList();
    long[] calls = new long[slots.size()];
    for (Loss loss : losses) {
      calls[(int) Math.min(slots.size() - 1L, loss.at().dividedBy(result.timeline().slot()))] +=
          loss.calls();
    }
    return Rows.row(
        name(Element.of("div"), pod.pod()).text(" ").add(Element.of("small", "all calls failed")),
        Rows.strip(
            losses.isEmpty() ? "skipped" : Rows.style(losses.get(0).blame()),
            Arrays.stream(calls).boxed().toList(),
            Arrays.stream(calls).max().orElse(1),
            slotsOfAxis()));
  }

  private static ToLongFunction<Slot> by(ServiceLoad service, PodLoad pod) {
    return slot -> slot.answered(service.service(), pod.pod());
  }

  private List<Element> failures() {
    Set<Blame> blamed = new LinkedHashSet<>();
    for (Blame blame : Blame.values()) {
      if (slots.stream().anyMatch(slot -> slot.failed().getOrDefault(blame, 0L) > 0)) {
        blamed.add(blame);
      }
    }
    if (blamed.isEmpty()) {
      return List.of(Element.of("p", "None.").styled("none-failed"));
    }
    // One scale for all, so that they can be compared.
    long most =
        blamed.stream()
            .flatMap(blame -> counts(of(blame)).stream())
            .max(Comparator.naturalOrder())
            .orElse(1L);
    return blamed.stream()
        .map(
            blame ->
                strip(
                    blame.toString(),
                    Rows.style(blame),
                    of(blame),
                    most,
                    Words.count(Collections.max(counts(of(blame))))))
        .toList();
  }

  private static ToLongFunction<Slot> of(Blame blame) {
    return slot -> slot.failed().getOrDefault(blame, 0L);
  }

  private Element counted(String label, String style, ToLongFunction<Slot> of) {
    long most = Collections.max(counts(of));
    return strip(label, style, of, most, Words.count(most));
  }

  private Element strip(
      String label, String style, ToLongFunction<Slot> of, long most, String highest) {
    return Rows.row(
        Element.of("div")
            .add(Element.of("span", label).styled("key " + style))
            .text(" ")
            .add(atMost(highest)),
        Rows.strip(style, counts(of), most, slotsOfAxis()));
  }

  /** The highest of a strip. */
  private Element atMost(String highest) {
    return Element.of(
        "small", "at most %s in %s".formatted(highest, Words.time(result.timeline().slot())));
  }

  private List<Long> counts(ToLongFunction<Slot> of) {
    return slots.stream().map(of::applyAsLong).toList();
  }

  private double slotsOfAxis() {
    return end.toNanos() / (double) result.timeline().slot().toNanos();
  }

  /** Marks that would fall on one another are one. */
  private Element connections() {
    Element marks = Element.of("svg").styled("strip marks").with("aria-hidden", "true");
    Set<String> seen = new LinkedHashSet<>();
    for (ConnectionLoad connection : result.connections()) {
      mark("opened", connection.opened(), marks, seen);
      connection
          .ended()
          .ifPresent(
              at ->
                  mark(
                      connection.end() == ConnectionLoad.End.CUT ? "cut" : "goaway",
                      at,
                      marks,
                      seen));
    }
    return marks;
  }

  private void mark(String style, Duration at, Element marks, Set<String> seen) {
    long thousandth = Math.min(1_000, 1_000 * at.toMillis() / Math.max(1, end.toMillis()));
    if (seen.add(style + thousandth)) {
      String x = Rows.percent(thousandth / 1_000.0);
      boolean opened = style.equals("opened");
      marks.add(
          Element.of("line")
              .styled(style)
              .with("x1", x)
              .with("x2", x)
              .with("y1", opened ? "55%" : "0")
              .with("y2", style.equals("goaway") ? "45%" : "100%"));
    }
  }

  /** Reads a slot from the table, by the mouse or by the keyboard. */
  private Element reader() {
    return Element.of("div")
        .styled("reader")
        .with("id", "reader")
        .with("hidden", "")
        .add(
            Element.of("label", "Read a moment").with("for", "moment"),
            Element.of("input")
                .with("type", "range")
                .with("id", "moment")
                .with("min", "0")
                .with("max", Integer.toString(slots.size() - 1))
                .with("value", "0"),
            Element.of("output").with("id", "readout").with("for", "moment"));
  }

  JsonObject data() {
    return new TimeData(result, end).json();
  }
}
