package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.Loss;
import greeter.client.load.event.Changes.Death;
import greeter.client.load.event.Losses.Lost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** RETRY: a pod that ended without being replaced first, and the calls that were lost by it. */
final class Retry {
  /**
   * Calls that were on their way in the pod are due in the second of its last answer, or in the
   * next: those of later seconds were sent to a pod that was known to be dead.
   */
  private static final Duration ON_THEIR_WAY = Duration.ofSeconds(2);

  /** Between first and last: nginx tries a pod that has failed again after 10 s. */
  private static final long FEWEST_SECONDS = 9;

  /** What gRPC says of a limit on the rate, which is UNAVAILABLE, too. */
  private static final String TOO_MANY = "HTTP status code 429";

  private Retry() {}

  /**
   * Of a pod's death.
   *
   * @param retried calls of the run that this client sent again itself
   */
  static Result judge(Fleet fleet, Death death, Duration slot, Lost lost, long retried) {
    Duration end = death.old().to();
    Duration slotOfEnd = slot.multipliedBy(end.dividedBy(slot));
    // A loss is known by the slot in which it was due.
    Duration tried =
        lost.last().map(last -> last.plus(slot).minus(slotOfEnd)).orElse(Duration.ZERO);
    boolean goesOn = tried.compareTo(ON_THEIR_WAY) > 0;
    Duration within =
        lost.first()
            .filter(first -> first.compareTo(slotOfEnd) < 0)
            .map(first -> tried.plus(slotOfEnd).minus(first))
            .orElse(tried);
    String line =
        "%s: %s: %s"
            .formatted(
                fleet.name(),
                silence(death),
                lost.calls() > 0
                    ? Times.lost(lost.calls()) + " within " + Times.of(within)
                    : lost.doubtful() > 0
                        ? Times.lost(0) + " for sure"
                        : "no call was lost" + saved(retried));
    Result result =
        Result.of(Code.RETRY, Rollout.grade(lost), line).measuring((double) lost.calls());
    if (lost.calls() == 0) {
      return result.explained("", lost.lines());
    }
    Blame blame = lost.blame().orElse(Blame.CANNOT_TELL);
    // Most of what is lost in the second of a death was on its way: no proxy can bring that back.
    return result
        .because(
            !goesOn && blame == Blame.PROXY ? Blame.CANNOT_TELL : blame,
            goesOn
                ? "calls were sent to the dead pod, or waited for it, for " + Times.of(tried)
                : "calls were on their way in the pod, or the proxy tried no other",
            new ArrayList<>(lost.lines()))
        .about(goesOn ? Set.of("", "tried") : Set.of(""));
  }

  /**
   * Of calls for which a proxy found no pod again and again, while others were answered and no pod
   * ended: one that is dead all the time is never seen.
   *
   * @param lost calls that nothing else explains
   * @return nothing if they are few, or of some seconds only
   */
  static Optional<Result> always(Fleet fleet, List<Loss> lost, Duration lasted) {
    List<Loss> unreached =
        lost.stream()
            .filter(loss -> fleet.serves(loss.service()) && loss.pod().isEmpty())
            .filter(loss -> loss.blame() == Blame.PROXY && loss.code().equals("UNAVAILABLE"))
            .filter(loss -> !loss.reason().contains(TOO_MANY))
            .filter(loss -> fleet.answered(IntStream.of(fleet.slotOf(loss.at()))) > 0)
            .toList();
    if (unreached.isEmpty()) {
      return Optional.empty();
    }
    LongSummaryStatistics seconds =
        unreached.stream().mapToLong(loss -> loss.at().toSeconds()).summaryStatistics();
    long apart = seconds.getMax() - seconds.getMin();
    if (apart < FEWEST_SECONDS || 3 * apart < lasted.toSeconds()) {
      return Optional.empty(); // it may be chance, or a matter of some time
    }
    long calls = Losses.calls(unreached);
    return Optional.of(
        Result.of(
                Code.RETRY,
                Grade.INCONCLUSIVE,
                "%s: the proxy reached no pod for %s in seconds %d to %d, and others were answered: as if one were dead all the time"
                    .formatted(
                        fleet.name(), Times.calls(calls), seconds.getMin(), seconds.getMax()))
            .measuring((double) calls)
            .explained(
                "", List.of("greeter-client explain RETRY says what helps; or see its endpoints")));
  }

  /**
   * Of calls that missed their deadline in seconds in which one pod answered none: one that hangs
   * for so short a time has not ended.
   *
   * @param lost calls that nothing else explains
   * @return nothing where no pod, or more than one, was silent then
   */
  static Optional<Result> hung(Fleet fleet, List<Loss> lost) {
    List<Loss> overdue =
        lost.stream()
            .filter(loss -> fleet.serves(loss.service()) && loss.pod().isEmpty())
            .filter(loss -> loss.code().equals(Losses.OVERDUE))
            .toList();
    Map<String, Set<Integer>> silent = new TreeMap<>();
    overdue.stream()
        .map(loss -> fleet.slotOf(loss.at()))
        .distinct()
        .forEach(
            slot ->
                fleet
                    .silentIn(Set.of(slot))
                    .forEach(pod -> silent.computeIfAbsent(pod, key -> new TreeSet<>()).add(slot)));
    if (silent.size() != 1) {
      return Optional.empty();
    }
    String pod = silent.keySet().iterator().next();
    LongSummaryStatistics seconds =
        overdue.stream().mapToLong(loss -> loss.at().toSeconds()).summaryStatistics();
    long calls = Losses.calls(overdue);
    return Optional.of(
        Result.of(
                Code.RETRY,
                Grade.INCONCLUSIVE,
                "%s: %s missed their deadline in seconds %d to %d, and %s answered none for a while then: it may have hung"
                    .formatted(
                        fleet.name(), Times.calls(calls), seconds.getMin(), seconds.getMax(), pod))
            .measuring((double) calls)
            .explained(
                "", overdue.stream().map(loss -> Losses.line(loss, "no pod known")).toList()));
  }

  private static String saved(long retried) {
    return retried == 0
        ? ""
        : "; some of the %s that --retries sent again may be its".formatted(Times.calls(retried));
  }

  /** No more than answers tell: one that a proxy passes over for a while is as silent as a dead. */
  private static String silence(Death death) {
    String pod = death.old().pod();
    String end = Times.of(death.old().to());
    return death
        .later()
        .map(
            later ->
                later.pod().equals(pod)
                    ? "%s answered nothing from %s to %s (dead, hung, or passed over)"
                        .formatted(pod, end, Times.of(later.from()))
                    : "%s answered for the last time at %s, and %s came at %s"
                        .formatted(pod, end, later.pod(), Times.of(later.from())))
        .orElseGet(
            () ->
                "%s answered for the last time at %s, and none came in its place"
                    .formatted(pod, end));
  }
}
