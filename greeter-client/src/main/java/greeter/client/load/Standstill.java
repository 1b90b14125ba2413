package greeter.client.load;

import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A time in which everything stood still: even the fastest of the calls that were due then had to
 * wait for it to end, or none was answered. It shows in an open loop alone: a closed one sends
 * nothing meanwhile.
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
    List<Slot> slots = run.timeline().slots();
    if (run.asked().rate().isEmpty() || run.counts().answered() == 0) {
      return Optional.empty();
    }
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
