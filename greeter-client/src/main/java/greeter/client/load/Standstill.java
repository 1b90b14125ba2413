package greeter.client.load;

import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time in which everything stood still: even the fastest of the calls that were due then had to
 * wait for it to end, or none was answered. A closed loop sends nothing meanwhile: there it is a
 * time in which no call was due, since all callers waited.
 */
final class Standstill {
  /** Shorter ones are pauses, as of a collector of garbage. */
  private static final Duration LEAST = Duration.ofMillis(500);

  /** So many times as long as half of the run's calls take. */
  private static final int TIMES = 10;

  /** Of fewer calls nothing is told. */
  private static final long FEWEST_CALLS = 5;

  private Standstill() {}

  /** The first of a run, in words; empty if there was none. */
  static Optional<String> of(LoadResult run) {
    if (run.counts().answered() == 0) {
      return Optional.empty();
    }
    return run.asked().rate().isPresent() ? inAnOpenLoop(run) : inAClosedLoop(run);
  }

  /** Where calls take far less than a slot, one without any is none in which nobody had a turn. */
  private static Optional<String> inAClosedLoop(LoadResult run) {
    List<Slot> slots = run.timeline().slots();
    Duration slot = run.timeline().slot();
    int first = 0;
    while (first < slots.size() && isDue(slots.get(first))) {
      first++;
    }
    int after = first;
    while (after < slots.size() && !isDue(slots.get(after))) {
      after++;
    }
    boolean inTheMiddle = first > 0 && first < after && after < slots.size();
    return inTheMiddle && run.latency().at(50).multipliedBy(TIMES).compareTo(slot) <= 0
        ? Optional.of(
            "everything stood still: from %d s to %d s every caller waited, so no call was sent, nor is late; --rate shows what that costs"
                .formatted(
                    slot.multipliedBy(first).toSeconds(), slot.multipliedBy(after).toSeconds()))
        : Optional.empty();
  }

  private static boolean isDue(Slot slot) {
    return slot.answeredByAll() + slot.failedByAll() > 0;
  }

  private static Optional<String> inAnOpenLoop(LoadResult run) {
    List<Slot> slots = run.timeline().slots();
    Duration usual = run.latency().at(50).multipliedBy(TIMES);
    Duration least = usual.compareTo(LEAST) > 0 ? usual : LEAST;
    int first = 0;
    while (first < slots.size() && !isStill(slots.get(first), least)) {
      first++;
    }
    int after = first;
    while (after < slots.size() && isStill(slots.get(after), least)) {
      after++;
    }
    if (first == after || (first == 0 && after == slots.size())) {
      return Optional.empty(); // all of a run is how its target is
    }
    Duration slot = run.timeline().slot();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "everything stood still: of the calls that were due from %d s to %d s, whichever pod they"
                + " were for, %s",
            slot.multipliedBy(first).toSeconds(),
            slot.multipliedBy(after).toSeconds(),
            fastest(slots.subList(first, after))
                .map(wait -> "even the fastest took " + Millis.of(wait))
                .orElse("none was answered")));
  }

  /** As far as the steps of heat tell; empty if none was answered. */
  private static Optional<Duration> fastest(List<Slot> slots) {
    return slots.stream()
        .filter(slot -> slot.answeredByAll() > 0)
        .map(slot -> Heat.from(slot.stepWithin(0)))
        .min(Comparator.naturalOrder());
  }

  private static boolean isStill(Slot slot, Duration least) {
    long answered = slot.answeredByAll();
    return answered + slot.failedByAll() >= FEWEST_CALLS
        && (answered == 0 || Heat.from(slot.stepWithin(0)).compareTo(least) >= 0);
  }
}
