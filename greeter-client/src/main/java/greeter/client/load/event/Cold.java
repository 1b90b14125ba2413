package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.PodLoad;
import greeter.client.load.PodLoad.Youth;
import greeter.client.load.Timeline.Slot;
import greeter.client.load.event.Losses.Lost;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * COLD: a pod that came later, or came back, and was slow while it was young.
 *
 * <p>Its young calls are held against its own later ones, so that a pod that is always slow is not
 * cold; and what they come to against the same quotient of all other pods, so that a network that
 * was slow at that time is not either. It is judged by p99, or by a lower percentile where fewer
 * than ten calls would be beyond that; and not at all where that is below p90.
 */
final class Cold {
  /** So many times as slow. */
  static final double TIMES = 3;

  /** And by so much more, or nobody feels it. */
  static final Duration MORE = Duration.ofMillis(10);

  /** And so many times as much as the others at that time. */
  static final double OTHERS = 2;

  /** Calls beyond the percentile, or it is chance. */
  static final int BEYOND = 10;

  private static final int LEAST = 10 * BEYOND;

  private final LoadResult run;

  Cold(LoadResult run) {
    this.run = run;
  }

  /**
   * Of a pod that came; nothing if it was not slow and no call missed its deadline when it came. Of
   * one that came back several times, the last is all that is known.
   */
  Optional<Result> judge(Fleet fleet, Stay came, PodLoad load, Losses losses) {
    Lost overdue = losses.overdue(came);
    // Warm ones that had hung answer late what had waited for them.
    Optional<Result> slow =
        losses.mayHaveHung(came) ? Optional.empty() : judgeAnswers(fleet, came, load, overdue);
    if (overdue.calls() == 0 || slow.filter(result -> result.grade() == Grade.FAIL).isPresent()) {
      return slow;
    }
    return Optional.of(
        Result.of(
                Code.COLD,
                Grade.INCONCLUSIVE,
                "%s: %s missed their deadline when %s, and its answers do not tell whether by it"
                    .formatted(fleet.name(), Times.calls(overdue.calls()), coming(fleet, came)))
            .explained("", overdue.lines()));
  }

  private Optional<Result> judgeAnswers(Fleet fleet, Stay came, PodLoad load, Lost overdue) {
    Optional<Youth> youth = youth(fleet, came, load);
    if (youth.isEmpty()) {
      return Optional.empty();
    }
    Latency young = youth.get().latency();
    Histogram later = load.latency().histogram();
    load.youths().forEach(each -> later.subtract(each.latency().histogram()));
    long calls = Math.min(young.count(), later.getTotalCount());
    String pod = "%s: %s".formatted(fleet.name(), coming(fleet, came));
    if (calls < LEAST) {
      return tooFew(pod, came, young, later);
    }
    int percentile = (int) Math.min(99, Math.floor(100 - 100.0 * BEYOND / calls));
    Duration first = young.at(percentile);
    Duration then = micros(later.getValueAtPercentile(percentile));
    if (!isSlow(first, then)) {
      // Some of its first calls may have been slow all the same, beyond that percentile.
      return percentile < 99 ? tooFew(pod, came, young, later) : Optional.empty();
    }
    double times = first.toNanos() / (double) Math.max(1, then.toNanos());
    Optional<Double> others = others(came, percentile);
    String line =
        "%s; p%d of its first %s %s, later %s: %.1f times as slow"
            .formatted(
                pod,
                percentile,
                Times.of(PodLoad.YOUTH),
                Times.millis(first),
                Times.millis(then),
                times);
    if (others.isEmpty()) {
      return Optional.of(
          Result.of(
              Code.COLD,
              Grade.INCONCLUSIVE,
              line + ", and no other pod tells whether it was the network"));
    }
    if (times < OTHERS * others.get()) {
      return Optional.empty();
    }
    Result result =
        Result.of(
            Code.COLD,
            overdue.calls() > 0 ? Grade.FAIL : Grade.WARN,
            "%s, the others %s%s"
                .formatted(
                    line,
                    others.get() < 0.1 ? "less than 0.1" : "%.1f".formatted(others.get()),
                    overdue.calls() > 0
                        ? "; %s missed the deadline".formatted(Times.calls(overdue.calls()))
                        : ""));
    return Optional.of(
        result
            .measuring(times)
            .because(Blame.APP, "a fresh process compiles while it serves", overdue.lines()));
  }

  private static String coming(Fleet fleet, Stay came) {
    return "%s came%s at %s"
        .formatted(came.pod(), fleet.isReturn(came) ? " back" : "", Times.of(came.from()));
  }

  /** Of a pod that came back, only the slot is known in which it did. */
  private Optional<Youth> youth(Fleet fleet, Stay came, PodLoad load) {
    Duration latest =
        fleet.isReturn(came)
            ? came.from().plus(run.timeline().slot()).plus(PodLoad.YOUTH)
            : came.from();
    return load.youths().stream()
        .filter(youth -> youth.from().compareTo(came.from()) >= 0)
        .filter(youth -> youth.from().compareTo(latest) <= 0)
        .findFirst();
  }

  /** Where only the slowest call shows something, and no other's was as slow. */
  private Optional<Result> tooFew(String pod, Stay came, Latency young, Histogram later) {
    boolean slow =
        later.getTotalCount() > 0
            && isSlow(young.max(), micros(later.getMaxValue()))
            && young.max().compareTo(slowest(meanwhile(came))) > 0;
    return slow
        ? Optional.of(
            Result.of(
                Code.COLD,
                Grade.INCONCLUSIVE,
                "%s; the slowest of its first %s took %s, of those later %s: too few to tell"
                    .formatted(
                        pod,
                        Times.calls(young.count()),
                        Times.millis(young.max()),
                        Times.millis(micros(later.getMaxValue())))))
        : Optional.empty();
  }

  private static boolean isSlow(Duration first, Duration then) {
    return first.compareTo(then.plus(MORE)) >= 0 && first.toNanos() >= TIMES * then.toNanos();
  }

  /**
   * How many times as slow as later the other pods were meanwhile; empty where too few calls tell.
   */
  private Optional<Double> others(Stay came, int percentile) {
    List<Slot> slots = run.timeline().slots();
    int from = firstSlot(came);
    int to = lastSlot(came);
    long[] meanwhile = meanwhile(came);
    long[] later = heat(slots.subList(to, slots.size()));
    int least = 100 * BEYOND / (100 - percentile);
    long answered =
        slots.subList(from, to).stream()
            .mapToLong(one -> one.answeredByAll() - one.answeredBy(came.pod()))
            .sum();
    if (answered < least || sum(later) < least || sum(meanwhile) < least) {
      return Optional.empty();
    }
    return Optional.of(
        at(percentile, meanwhile).toNanos() / (double) at(percentile, later).toNanos());
  }

  /** What the calls to all pods but the young ones took, while it was young. */
  private long[] meanwhile(Stay came) {
    List<Slot> slots = run.timeline().slots();
    long[] meanwhile = heat(slots.subList(firstSlot(came), lastSlot(came)));
    // All that were young then, since a rollout has several.
    run.services().stream()
        .flatMap(service -> service.pods().stream())
        .flatMap(pod -> pod.youths().stream())
        .filter(youth -> youth.from().minus(came.from()).abs().compareTo(PodLoad.YOUTH) < 0)
        .forEach(
            youth ->
                youth
                    .latency()
                    .histogram()
                    .recordedValues()
                    .forEach(
                        value ->
                            meanwhile[bucketOf(micros(value.getValueIteratedTo()))] -=
                                value.getCountAtValueIteratedTo()));
    // What was young in part of these seconds only may have been taken off too often.
    IntStream.range(0, meanwhile.length).forEach(i -> meanwhile[i] = Math.max(0, meanwhile[i]));
    return meanwhile;
  }

  private int firstSlot(Stay came) {
    return slotOf(came.from());
  }

  /** The one after that in which it is no longer young. */
  private int lastSlot(Stay came) {
    return Math.min(run.timeline().slots().size(), slotOf(came.from().plus(PodLoad.YOUTH)) + 1);
  }

  private int slotOf(Duration time) {
    return (int) Math.min(run.timeline().slots().size(), time.dividedBy(run.timeline().slot()));
  }

  /** The end of the highest step that holds a call; zero if none does. */
  private static Duration slowest(long[] heat) {
    int step = heat.length - 1;
    while (step >= 0 && heat[step] == 0) {
      step--;
    }
    return Heat.from(step + 1);
  }

  private static long[] heat(List<Slot> slots) {
    long[] sum = new long[Heat.BUCKETS];
    slots.forEach(
        slot -> IntStream.range(0, sum.length).forEach(i -> sum[i] += slot.heat().get(i)));
    return sum;
  }

  private static long sum(long[] heat) {
    return Arrays.stream(heat).sum();
  }

  private static Duration at(int percentile, long[] heat) {
    long all = sum(heat);
    long sum = 0;
    for (int i = 0; i < heat.length; i++) {
      sum += heat[i];
      if (sum * 100 >= all * percentile) {
        return Heat.from(i + 1); // its upper end
      }
    }
    throw new IllegalArgumentException("no calls");
  }

  private static int bucketOf(Duration latency) {
    int bucket = 0;
    while (bucket + 1 < Heat.BUCKETS && Heat.from(bucket + 1).compareTo(latency) <= 0) {
      bucket++;
    }
    return bucket;
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }
}
