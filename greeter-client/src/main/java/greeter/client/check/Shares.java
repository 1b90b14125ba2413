package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.spread.Evenness;
import greeter.client.spread.Expectation;
import greeter.client.spread.Plan;
import greeter.client.spread.Sent;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/** Evenness as {@code spread} judges it, with the chance of a false alarm split over this run. */
final class Shares {
  /** Samples of a run at most: two services on one connection, one of them on fresh ones. */
  private static final int SAMPLES = 3;

  /** Pods of a service where nobody says: as many as the manifests start. */
  private static final int USUAL_PODS = 3;

  /** Shares that differ by less look even to whoever reads them. */
  private static final double NOTEWORTHY = 0.1;

  /** What random picks with even shares do more seldom is no chance. */
  private static final double SELDOM = 0.01;

  /** What helps where a pod never answers. */
  private static final String SILENCE = "silence";

  private Shares() {}

  /** Calls to a service that suffice for a verdict when each pick is random. */
  static int calls(Bench.Asked asked) {
    return Plan.callsFor(asked.pods().orElse(USUAL_PODS), SAMPLES, asked.tolerance());
  }

  /** Judges the calls of each pod, of which at least one is not 0. */
  static Evenness of(Map<String, Long> callsByPod, OptionalInt pods, double tolerance) {
    Expectation expected = new Expectation(pods, Map.of(), tolerance);
    Map<String, Long> rows = expected.rows(callsByPod);
    return Evenness.of(rows, expected, Plan.FALSE_ALARM / (SAMPLES * rows.size()));
  }

  /** What a code comes to where calls show nothing of who answers. */
  static Result unseen(Code code, Collection<Sent> sent) {
    if (sent.stream().allMatch(each -> each.served().isEmpty())) {
      return Result.inconclusive(
          code,
          sent.stream()
              .flatMap(each -> each.failed().stream())
              .findFirst()
              .map(failed -> "no call was answered (" + failed.reason() + ")")
              .orElse("no call was answered in time"));
    }
    if (sent.stream().allMatch(each -> each.named() == 0)) {
      return Result.notRun(code, "needs the pod's name, which no answer has: --pod-from");
    }
    return Result.inconclusive(
        code,
        sent.stream().allMatch(each -> each.again() == 0)
            ? "no connection has carried two calls (see CHURN)"
            : "too few answers name their pod");
  }

  static Grade grade(Evenness evenness) {
    return switch (evenness.verdict()) {
      case PASS -> Grade.PASS;
      case INCONCLUSIVE -> Grade.INCONCLUSIVE;
      case FAIL -> Grade.FAIL;
    };
  }

  /** Whether it is more than too few calls that keeps it from passing. */
  static boolean isUneven(Evenness evenness) {
    return grade(evenness) != Grade.PASS
        && (evenness.p() < SELDOM
            || ratios(evenness).anyMatch(ratio -> Math.abs(ratio - 1) > NOTEWORTHY));
  }

  /** The worse of two grades that {@link #grade} gives. */
  static Grade worse(Grade a, Grade b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Whether the same pod gets the most of its share. */
  static boolean isAlike(Evenness one, Evenness other) {
    return most(one).equals(most(other));
  }

  private static String most(Evenness evenness) {
    return evenness.shares().stream()
        .max(Comparator.comparingDouble(share -> share.share() / share.expected()))
        .orElseThrow()
        .name();
  }

  /** As {@code 3 pods get 0.98 .. 1.02 times their share}. */
  static String describe(Evenness evenness) {
    return range(evenness)
        + (evenness.needed() > 0
            ? ", too few calls to tell (%.0f would do)".formatted(evenness.needed())
            : "");
  }

  static String range(Evenness evenness) {
    int pods = evenness.shares().size();
    return pods == 1
        ? "1 pod gets all"
        : "%d pods get %.2f .. %.2f times their share"
            .formatted(
                pods, ratios(evenness).min().orElseThrow(), ratios(evenness).max().orElseThrow());
  }

  /** As {@code ; 503 of 5200 calls failed}: the shares are of the others; empty if none did. */
  static String failures(Collection<Sent> sent) {
    long failed = sent.stream().mapToLong(each -> each.failed().size()).sum();
    long all = sent.stream().mapToLong(Sent::ended).sum();
    return failed == 0 ? "" : "; %d of %d calls failed".formatted(failed, all);
  }

  /** Whether a pod was expected that has not answered. */
  static boolean hasSilent(Evenness evenness) {
    return evenness.shares().stream().anyMatch(share -> share.count() == 0);
  }

  /**
   * A result that failed, with who is to blame, and the pods of the services that are uneven.
   *
   * @param evenness by service
   * @param cause where the balancer is to blame
   * @param topic of the fixes for that
   */
  static Result blamed(Result failed, Map<String, Evenness> evenness, String cause, String topic) {
    // A pod that never answers may not be ready, which is no fault of the balancer's.
    boolean silentPod = evenness.values().stream().anyMatch(Shares::hasSilent);
    Result blamed =
        failed.because(
            silentPod ? Blame.CANNOT_TELL : Blame.PROXY,
            silentPod
                ? "a pod is not ready, is no endpoint of its Service, or gets no calls; or --expect-pods counts one too many"
                : cause,
            evenness.entrySet().stream()
                .filter(e -> grade(e.getValue()) == Grade.FAIL)
                .flatMap(e -> rows(e.getKey(), e.getValue()).stream())
                .toList());
    return blamed.about(silentPod ? SILENCE : topic);
  }

  private static List<String> rows(String service, Evenness evenness) {
    return evenness.shares().stream()
        .map(
            share ->
                "%s: %s, %d calls, %.2f of its share (%.2f .. %.2f)"
                    .formatted(
                        service,
                        share.name(),
                        share.count(),
                        share.share() / share.expected(),
                        share.low(),
                        share.high()))
        .toList();
  }

  private static DoubleStream ratios(Evenness evenness) {
    return evenness.shares().stream().mapToDouble(share -> share.share() / share.expected());
  }
}
