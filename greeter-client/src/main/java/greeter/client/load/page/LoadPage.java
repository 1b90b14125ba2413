package greeter.client.load.page;

import com.google.gson.JsonObject;
import greeter.client.check.Code;
import greeter.client.check.ExplanationHtml;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.html.Element;
import greeter.client.html.Fold;
import greeter.client.html.Page;
import greeter.client.html.Table;
import greeter.client.html.Words;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.event.Events;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints a run of load as a page: the verdict, and then what it rests on. */
public final class LoadPage {
  /** Rows of a table; what is beyond them is in the reports for programs. */
  static final int MOST_ROWS = 200;

  private final LoadResult result;

  private LoadPage(LoadResult result) {
    this.result = result;
  }

  /**
   * Prints it.
   *
   * @param verdict comes first
   */
  public static void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    LoadPage load = new LoadPage(result);
    TimeRows time = new TimeRows(result);
    Percentiles percentiles = new Percentiles(result);
    HowItWasMade made = new HowItWasMade(result);
    JsonObject plots = new JsonObject();
    plots.add("time", time.data());
    plots.add("percentiles", percentiles.data());
    Page page =
        new Page("load", result.target())
            .verdict(
                verdict.grade().tone(),
                verdict.grade() + result.soFar(verdict.grade()),
                load.sentence())
            .add(lines(verdict))
            .add(load.tiles())
            .section("Over time", time.elements())
            .section("Latency", percentiles.elements())
            .section("Who answered", PodShares.elements(result))
            .section("Calls that failed", load.losses())
            .section("Connections", load.connections())
            .section("The generator", made.generator())
            .section("What was asked", made.asked())
            .plots(plots);
    List<Element> explanations = explanations(verdict.findings());
    if (!explanations.isEmpty()) {
      page.section("What it means, and what helps", explanations);
    }
    page.print(out);
  }

  private Element sentence() {
    Counts counts = result.counts();
    String skipped =
        counts.skipped() == 0 ? "" : ", " + Words.count(counts.skipped()) + " never sent";
    return Element.of(
        "p",
        "%s in %s%s: %s answered, %s failed%s."
            .formatted(
                Words.count(counts.intended(), "call"),
                Words.time(result.lasted()),
                result.interrupted() ? " (interrupted)" : "",
                Words.count(counts.answered()),
                Words.count(counts.failed()),
                skipped));
  }

  private static Element lines(LoadVerdict verdict) {
    Element list = Element.of("ul").styled("findings");
    for (LoadVerdict.Line line : verdict.lines()) {
      list.add(item(line.grade(), line.text()));
    }
    Set<Code> linked = new HashSet<>();
    for (Result finding : verdict.findings()) {
      Code code = finding.code();
      Element item = item(finding.grade(), code + ": " + finding.line());
      if (linked.add(code)) {
        item.text(" ")
            .add(Element.of("a", "What " + code + " means").with("href", "#" + code.label()));
      }
      for (String seen : finding.seen()) {
        item.add(Element.of("div").styled("muted").wire(seen));
      }
      list.add(item);
    }
    return list;
  }

  private static Element item(Grade grade, String text) {
    return Element.of("li")
        .add(grade.tone().badge(grade.label().toUpperCase(Locale.ROOT)))
        .text(" ")
        .wire(text);
  }

  /** At the end: they are long, and the evidence is what one wants to see first. */
  private static List<Element> explanations(List<Result> findings) {
    return findings.stream()
        .map(Result::code)
        .distinct()
        .map(
            code ->
                Fold.of(code + ": " + code.title(), ExplanationHtml.of(code))
                    .with("id", code.label()))
        .toList();
  }

  private Element tiles() {
    Counts counts = result.counts();
    Latency latency = result.latency();
    long pods =
        result.services().stream()
            .flatMap(service -> service.pods().stream())
            .map(PodLoad::pod)
            .filter(pod -> !pod.isEmpty())
            .distinct()
            .count();
    Element tiles = Element.of("dl").styled("tiles");
    tile(tiles, "answered per second", rate(result.throughput()));
    tile(tiles, "p50", Percentiles.within(latency, latency.at(50)));
    tile(tiles, "p99", Percentiles.within(latency, latency.at(99)));
    tile(tiles, "slowest", Percentiles.within(latency, latency.max()));
    tile(tiles, "failed", Words.count(counts.failed()));
    tile(tiles, "sent again by gRPC", Words.count(counts.replayed()));
    if (result.asked().retries().isPresent()) {
      tile(tiles, "sent again by --retries", Words.count(counts.retried()));
    }
    tile(tiles, "never sent", Words.count(counts.skipped()));
    tile(tiles, "pods", pods == 0 && latency.count() > 0 ? "unnamed" : Words.count(pods));
    return tiles;
  }

  private static void tile(Element tiles, String what, String value) {
    tiles.add(Element.of("div").add(Element.of("dt", what), Element.of("dd", value)));
  }

  private static String rate(double perSecond) {
    return perSecond >= 100
        ? Words.count(Math.round(perSecond))
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  private List<Element> losses() {
    if (result.losses().isEmpty() && result.lossesNotListed() == 0) {
      return List.of(Element.of("p", "None."));
    }
    Table table =
        new Table("Calls that failed, alike ones in one row")
            .number("second")
            .number("calls")
            .column("service")
            .column("pod")
            .column("blame")
            .column("what came back");
    Map<Loss, String> endedPods = Events.endedPods(result);
    for (Loss loss : result.losses().stream().limit(MOST_ROWS).toList()) {
      table.row(
          List.of(
              Element.of("span", Long.toString(loss.at().toSeconds())),
              Element.of("span", Words.count(loss.calls())),
              Element.of("span").wire(loss.service()),
              pod(loss, endedPods.get(loss)),
              Element.of("span", loss.blame().toString()).styled("key " + Rows.style(loss.blame())),
              Element.of("span").styled("long").wire(loss.reason())));
    }
    List<Element> elements = new ArrayList<>();
    elements.add(Element.of("div").styled("losses").add(table.element()));
    long listed = result.losses().stream().limit(MOST_ROWS).mapToLong(Loss::calls).sum();
    long more = result.counts().failed() - listed;
    if (more > 0) {
      elements.add(
          Element.of("p", "And " + Words.count(more, "call") + " more: -o json has them all."));
    }
    return elements;
  }

  /** Who said its name, or whose end has cost the call. */
  private static Element pod(Loss loss, String ended) {
    return loss.pod()
        .map(pod -> Element.of("span").wire(pod))
        .orElseGet(
            () ->
                ended == null
                    ? Element.of("span", "none said its name").styled("muted")
                    : Element.of("span").wire(ended).text(" (ended)"));
  }

  private List<Element> connections() {
    List<ConnectionLoad> all = result.connections();
    String ends =
        "%s, of which %s, and %s."
            .formatted(
                Words.count(all.size() + result.connectionsNotListed(), "connection"),
                Words.count(count(all, ConnectionLoad.End.GOAWAY)) + " ended after a GOAWAY",
                Words.count(count(all, ConnectionLoad.End.CUT)) + " without a word");
    Table table =
        new Table("Connections, in the order in which they were opened")
            .number("channel")
            .number("opened")
            .number("ended")
            .column("how")
            .number("answered calls");
    for (ConnectionLoad connection : all.stream().limit(MOST_ROWS).toList()) {
      table.row(
          Integer.toString(connection.channel()),
          Words.moment(connection.opened()),
          connection.ended().map(Words::moment).orElse(""),
          switch (connection.end()) {
            case NONE -> "outlived the run";
            case GOAWAY -> "GOAWAY";
            case CUT -> "cut";
          },
          Words.count(connection.answered()));
    }
    String summary =
        all.size() > MOST_ROWS ? "The first " + MOST_ROWS + " of them" : "Each of them";
    return List.of(Element.of("p", ends), Fold.of(summary, List.of(table.element())));
  }

  private static long count(List<ConnectionLoad> all, ConnectionLoad.End end) {
    return all.stream().filter(connection -> connection.end() == end).count();
  }
}
