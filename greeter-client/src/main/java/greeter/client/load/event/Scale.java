package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.spread.Evenness;
import greeter.client.spread.Evenness.Share;
import greeter.client.spread.Expectation;
import greeter.client.spread.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** LB-SCALE: a pod that came in addition, and whether it gets its share. */
final class Scale {
  /** As {@code spread} has it, where nobody says otherwise. */
  private static final double TOLERANCE = 0.2;

  private Scale() {}

  /** Of a pod that came; by the calls since, up to the next change of pods. */
  static Result judge(Fleet fleet, Stay added) {
    // Several may come together: each is judged among all of them.
    Duration settled =
        fleet.changes().stream()
            .filter(change -> change.compareTo(added.from()) >= 0)
            .filter(change -> Fleet.isTogether(change, added.from()))
            .reduce(added.from(), (earlier, later) -> later);
    int from = fleet.slotOf(settled) + 1;
    int to =
        fleet.changes().stream()
            .filter(change -> change.compareTo(settled) > 0)
            .findFirst()
            .map(fleet::slotOf)
            .orElse(fleet.slots());
    String came =
        "%s: %s came in addition, its first call at %s"
            .formatted(fleet.name(), added.pod(), Times.of(added.from()));
    Optional<Share> since = share(fleet, added, settled, from, to);
    if (since.isEmpty()) {
      return Result.of(
          Code.LB_SCALE, Grade.INCONCLUSIVE, came + "; too late to tell what share it gets");
    }
    if (since.get().low() >= 1 - TOLERANCE) {
      return Result.of(Code.LB_SCALE, Grade.PASS, came + "; " + describe(since.get(), "since"));
    }
    // Who raises a new pod's share slowly is done at last.
    Optional<Share> atLast = share(fleet, added, settled, (from + to) / 2, to);
    if (atLast.isPresent() && atLast.get().low() >= 1 - TOLERANCE) {
      return Result.of(Code.LB_SCALE, Grade.PASS, came + "; " + describe(atLast.get(), "at last"));
    }
    String line = came + "; " + describe(since.get(), "since");
    return since.get().high() < 1 - TOLERANCE
        ? Result.of(Code.LB_SCALE, Grade.WARN, line)
            .because(
                Blame.PROXY,
                "what sends the calls does not count it in, or only for new connections",
                List.of())
        : Result.of(Code.LB_SCALE, Grade.INCONCLUSIVE, line + ", too few calls to tell");
  }

  /** Of pods that were expected and never answered; nothing if all did. */
  static Optional<Result> silent(Fleet fleet, OptionalInt expected) {
    long seen = fleet.size();
    if (expected.isEmpty() || seen >= expected.getAsInt()) {
      return Optional.empty();
    }
    int wanted = expected.getAsInt();
    double missed =
        Math.pow(1 - 1.0 / wanted, (double) fleet.answered(IntStream.range(0, fleet.slots())))
            * wanted;
    String line =
        "%s: %d pods expected, %d at most answered at once".formatted(fleet.name(), wanted, seen);
    return Optional.of(
        missed > Fleet.SURE
            ? Result.of(Code.LB_SCALE, Grade.INCONCLUSIVE, line + ", in too few calls to tell")
            : Result.of(Code.LB_SCALE, Grade.FAIL, line)
                .because(
                    Blame.CANNOT_TELL,
                    "a pod is not ready, is no endpoint of its Service, or gets no calls",
                    List.of()));
  }

  private static Optional<Share> share(
      Fleet fleet, Stay added, Duration settled, int from, int to) {
    Map<String, Long> calls = new TreeMap<>();
    fleet.stays().stream()
        .filter(stay -> stay.covers(settled))
        .forEach(
            stay -> calls.put(stay.pod(), fleet.answered(stay.pod(), IntStream.range(from, to))));
    if (calls.values().stream().allMatch(n -> n == 0)) {
      return Optional.empty();
    }
    Expectation even = new Expectation(OptionalInt.empty(), Map.of(), TOLERANCE);
    return Evenness.of(calls, even, Plan.FALSE_ALARM / calls.size()).shares().stream()
        .filter(share -> share.name().equals(added.pod()))
        .findFirst();
  }

  private static String describe(Share share, String when) {
    return "%.2f of its share %s (%.2f .. %.2f)"
        .formatted(share.share() / share.expected(), when, share.low(), share.high());
  }
}
