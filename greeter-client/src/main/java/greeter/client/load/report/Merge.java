package greeter.client.load.report;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Comparator.comparing;

import greeter.client.calls.Blame;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Generator;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.PodLoad.Youth;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Several runs as one: those of generators that ran beside one another. Counts and histograms add
 * up exactly; times are brought to one clock by the runs' starts, so they are as true as the clocks
 * of the machines agree.
 */
public final class Merge {
  private final List<LoadResult> parts;
  private final Instant start;
  private final Duration lasted;

  private Merge(List<LoadResult> parts) {
    this.parts = parts;
    start = parts.stream().map(LoadResult::start).min(Comparator.naturalOrder()).orElseThrow();
    lasted = latest(parts.stream().map(part -> delay(part).plus(part.lasted())));
  }

  /** A run, and what its user calls it, such as its file. */
  public record Part(String name, LoadResult run) {}

  /**
   * The sum of one run or more.
   *
   * @throws IllegalArgumentException if they do not go together, with why in one line
   */
  public static LoadResult of(List<Part> parts) {
    Map<LoadResult, String> names = new HashMap<>();
    for (Part part : parts) {
      String same = names.putIfAbsent(part.run(), part.name());
      if (same != null) {
        throw new IllegalArgumentException(
            "\"%s\": the same run as in \"%s\"".formatted(part.name(), same));
      }
      if (parts.size() > 1 && part.run().asked().ofSeveral()) {
        throw new IllegalArgumentException(
            "\"%s\": a merge (expected: the runs that it was made of, each once)"
                .formatted(part.name()));
      }
      Part first = parts.get(0);
      same(first, part, "mix", run -> run.asked().mix());
      same(first, part, "services", run -> names(run.services()));
      same(first, part, "payload", run -> run.asked().payloadBytes() + " bytes");
      same(first, part, "deadline", run -> Figures.seconds(run.asked().deadline()));
      same(first, part, "loop", run -> run.asked().rate().isPresent() ? "open" : "closed");
    }
    ofOneTime(parts);
    return new Merge(parts.stream().map(Part::run).toList()).whole();
  }

  /** Between runs of different times a pod would seem to end, or to come, when a client did. */
  private static void ofOneTime(List<Part> parts) {
    Part last = parts.stream().max(comparing(part -> part.run().start())).orElseThrow();
    for (Part one : parts) {
      Instant end = one.run().start().plus(one.run().lasted());
      if (!last.run().start().isBefore(end)) {
        throw new IllegalArgumentException(
            "\"%s\": began at %s, when the run in \"%s\" was over, at %s (expected: runs of one time)"
                .formatted(
                    last.name(),
                    last.run().start().truncatedTo(SECONDS),
                    one.name(),
                    end.truncatedTo(SECONDS)));
      }
    }
  }

  private static void same(Part one, Part other, String what, Function<LoadResult, String> of) {
    String expected = of.apply(one.run());
    String actual = of.apply(other.run());
    if (!actual.equals(expected)) {
      throw new IllegalArgumentException(
          "\"%s\": %s \"%s\" (expected: \"%s\", as in \"%s\")"
              .formatted(other.name(), what, actual, expected, one.name()));
    }
  }

  private static String names(List<ServiceLoad> services) {
    return services.stream().map(ServiceLoad::service).sorted().collect(Collectors.joining(", "));
  }

  private LoadResult whole() {
    List<Loss> losses = losses();
    List<Loss> listed = losses.subList(0, Math.min(losses.size(), LoadResult.MOST_LOSSES));
    List<ConnectionLoad> connections = connections();
    List<ConnectionLoad> shown =
        connections.subList(0, Math.min(connections.size(), LoadResult.MOST_CONNECTIONS));
    return new LoadResult(
        parts.stream().map(LoadResult::target).distinct().collect(Collectors.joining(", ")),
        asked(),
        start,
        lasted,
        parts.stream().anyMatch(LoadResult::interrupted),
        parts.get(0).services().stream().map(service -> service(service.service())).toList(),
        timeline(),
        listed,
        parts.stream().mapToLong(LoadResult::lossesNotListed).sum()
            + losses.stream().skip(listed.size()).mapToLong(Loss::calls).sum(),
        shown,
        parts.stream().mapToLong(LoadResult::connectionsNotListed).sum()
            + connections.size()
            - shown.size(),
        generator());
  }

  /** How much later than the first of all a run started. */
  private Duration delay(LoadResult part) {
    return Duration.between(start, part.start());
  }

  private Asked asked() {
    Asked first = parts.get(0).asked();
    Map<String, Long> paces = new LinkedHashMap<>();
    parts.forEach(part -> paces.merge(part.asked().pace(), 1L, Long::sum));
    return new Asked(
        Asked.paces(paces),
        first.rate().map(rate -> parts.stream().mapToDouble(this::rateInAll).sum()),
        first.mix(),
        parts.stream().mapToInt(part -> part.asked().connections()).sum(),
        parts.stream().mapToInt(part -> part.asked().maxInFlight()).sum(),
        first.deadline(),
        first.payloadBytes(),
        first.retries(),
        first.raw());
  }

  /** On the average over all the time, of which a run may be but a part. */
  private double rateInAll(LoadResult part) {
    return part.asked().rate().orElseThrow()
        * (part.lasted().toNanos() / (double) Math.max(1, lasted.toNanos()));
  }

  private ServiceLoad service(String name) {
    Map<String, PodLoad> pods = new TreeMap<>();
    Counts counts = Counts.NONE;
    Latency latency = Latency.NONE;
    for (LoadResult part : parts) {
      for (ServiceLoad service : part.services()) {
        if (service.service().equals(name)) {
          counts = counts.plus(service.counts());
          latency = latency.plus(service.latency());
          service.pods().forEach(pod -> pods.merge(pod.pod(), later(pod, part), Merge::sum));
        }
      }
    }
    return new ServiceLoad(
        name, counts, latency, pods.values().stream().map(Merge::youngIfLate).toList());
  }

  private PodLoad later(PodLoad pod, LoadResult part) {
    return pod.answered() == 0
        ? pod
        : new PodLoad(
            pod.pod(),
            pod.failed(),
            pod.first().plus(delay(part)),
            pod.last().plus(delay(part)),
            pod.latency(),
            pod.youths().stream()
                .map(youth -> new Youth(youth.from().plus(delay(part)), youth.latency()))
                .toList());
  }

  private static PodLoad sum(PodLoad one, PodLoad other) {
    PodLoad either = one.answered() == 0 ? other : one;
    boolean both = one.answered() > 0 && other.answered() > 0;
    return new PodLoad(
        one.pod(),
        one.failed() + other.failed(),
        both && other.first().compareTo(one.first()) < 0 ? other.first() : either.first(),
        both ? latest(Stream.of(one.last(), other.last())) : either.last(),
        one.latency().plus(other.latency()),
        together(youths(one, other), youths(other, one)));
  }

  /** Those of one pod; not its first, if another generator had met it long before. */
  private static List<Youth> youths(PodLoad one, PodLoad other) {
    boolean isOld =
        other.answered() > 0 && one.first().minus(other.first()).compareTo(PodLoad.YOUTH) >= 0;
    return one.youths().stream()
        .filter(youth -> !isOld || !youth.from().equals(one.first()))
        .toList();
  }

  /** Each generator has met a fresh pod a little earlier or later. */
  private static List<Youth> together(List<Youth> some, List<Youth> more) {
    List<Youth> all = new ArrayList<>(some);
    for (Youth youth : more) {
      Optional<Youth> same = all.stream().filter(youth::isNear).findFirst();
      same.ifPresent(all::remove);
      all.add(same.map(youth::plus).orElse(youth));
    }
    all.sort(Comparator.comparing(Youth::from));
    return all;
  }

  /** A pod that some generator met late, but another at its start, was no latecomer. */
  private static PodLoad youngIfLate(PodLoad pod) {
    return pod.cameLater()
        ? pod
        : new PodLoad(
            pod.pod(),
            pod.failed(),
            pod.first(),
            pod.last(),
            pod.latency(),
            pod.youths().stream()
                .filter(youth -> youth.from().minus(pod.first()).compareTo(PodLoad.YOUTH) >= 0)
                .toList());
  }

  /** Slots as long as the longest; a call may come into the slot beside its own. */
  private Timeline timeline() {
    Duration length = latest(parts.stream().map(part -> part.timeline().slot()));
    while (slots(length) > Timeline.MOST_SLOTS) {
      length = length.multipliedBy(2);
    }
    List<List<Slot>> inEach =
        Stream.generate(() -> (List<Slot>) new ArrayList<Slot>()).limit(slots(length)).toList();
    for (LoadResult part : parts) {
      for (int i = 0; i < part.timeline().slots().size(); i++) {
        inEach.get((int) (middle(part, i).toNanos() / length.toNanos())).add(slotOf(part, i));
      }
    }
    return new Timeline(length, inEach.stream().map(Merge::sum).toList());
  }

  private long slots(Duration length) {
    return parts.stream()
        .filter(part -> !part.timeline().slots().isEmpty())
        .mapToLong(
            part ->
                1 + middle(part, part.timeline().slots().size() - 1).toNanos() / length.toNanos())
        .max()
        .orElse(0);
  }

  /** When half of a slot is over, from the start of all. */
  private Duration middle(LoadResult part, int slot) {
    return delay(part).plus(part.timeline().slot().multipliedBy(2L * slot + 1).dividedBy(2));
  }

  private static Slot slotOf(LoadResult part, int index) {
    return part.timeline().slots().get(index);
  }

  private static Slot sum(List<Slot> slots) {
    Map<String, Map<String, Long>> answered = new TreeMap<>();
    Map<Blame, Long> failed = new TreeMap<>();
    long[] heat = new long[Heat.BUCKETS];
    for (Slot slot : slots) {
      slot.answered()
          .forEach(
              (service, pods) ->
                  pods.forEach(
                      (pod, calls) ->
                          answered
                              .computeIfAbsent(service, key -> new TreeMap<>())
                              .merge(pod, calls, Long::sum)));
      slot.failed().forEach((blame, calls) -> failed.merge(blame, calls, Long::sum));
      for (int bucket = 0; bucket < heat.length; bucket++) {
        heat[bucket] += slot.heat().get(bucket);
      }
    }
    return new Slot(
        slots.stream().mapToLong(Slot::skipped).sum(),
        answered,
        failed,
        LongStream.of(heat).boxed().toList(),
        latest(slots.stream().map(Slot::late)));
  }

  private List<Loss> losses() {
    Map<Loss, Long> calls = new LinkedHashMap<>();
    for (LoadResult part : parts) {
      for (Loss loss : part.losses()) {
        Duration at = Duration.ofSeconds(loss.at().plus(delay(part)).toSeconds());
        calls.merge(loss(loss, at, 0), loss.calls(), Long::sum);
      }
    }
    return calls.entrySet().stream()
        .map(each -> loss(each.getKey(), each.getKey().at(), each.getValue()))
        .sorted(comparing(Loss::at))
        .toList();
  }

  private static Loss loss(Loss loss, Duration at, long calls) {
    return new Loss(
        at, loss.service(), loss.pod(), loss.blame(), loss.code(), loss.reason(), calls);
  }

  private List<ConnectionLoad> connections() {
    List<ConnectionLoad> all = new ArrayList<>();
    int channels = 0;
    for (LoadResult part : parts) {
      for (ConnectionLoad one : part.connections()) {
        all.add(
            new ConnectionLoad(
                channels + one.channel(),
                // Those of the warm-up stay what they are: there before the calls that count.
                one.opened().isZero() ? one.opened() : one.opened().plus(delay(part)),
                one.ended().map(ended -> ended.plus(delay(part))),
                one.end(),
                one.answered(),
                one.spread()));
      }
      channels += part.asked().connections();
    }
    all.sort(comparing(ConnectionLoad::opened));
    return all;
  }

  private Generator generator() {
    return new Generator(
        parts.stream().map(part -> part.generator().cpu()).reduce(Duration.ZERO, Duration::plus),
        parts.stream().mapToInt(part -> part.generator().cores()).sum(),
        parts.stream().map(part -> part.generator().late()).reduce(Latency.NONE, Latency::plus));
  }

  private static Duration latest(Stream<Duration> all) {
    return all.max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }
}
