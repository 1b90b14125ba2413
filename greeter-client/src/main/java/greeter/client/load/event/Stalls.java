package greeter.client.load.event;

import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * When calls failed whichever pod they were for: the proxy, the network or the machine stood still,
 * so that a pod which ended or came meanwhile need not have cost them.
 */
final class Stalls {
  /** So many lost calls in a row are not all a dead pod's by chance. */
  private static final long MANY = 10;

  private final LoadResult run;
  private final List<Fleet> fleets;

  /** Kept, since each of ten thousand losses asks for those beside it. */
  private final Map<Key, Long> lost = new HashMap<>();

  /** Lost calls of a slot; of any code, where that is empty. */
  private record Key(Fleet fleet, int slot, String code) {}

  /**
   * Those of a run.
   *
   * @param fleets all of it
   */
  Stalls(LoadResult run, List<Fleet> fleets) {
    this.run = run;
    this.fleets = fleets;
    for (Loss loss : run.losses()) {
      for (Fleet fleet : fleets) {
        if (fleet.serves(loss.service())) {
          int slot = fleet.slotOf(loss.at());
          lost.merge(new Key(fleet, slot, ""), loss.calls(), Long::sum);
          lost.merge(new Key(fleet, slot, loss.code()), loss.calls(), Long::sum);
        }
      }
    }
  }

  /**
   * Whether a lost call of a fleet fell into one: whether no pod of it answered, or whether another
   * fleet, of which no pod had changed, lost as large a part of its calls in the same way.
   */
  boolean cover(Fleet fleet, Loss loss) {
    int slot = fleet.slotOf(loss.at());
    return around(slot).anyMatch(near -> isSilent(fleet, near))
        || fleets.stream()
            .filter(other -> other != fleet && !isChanging(other, loss.at()))
            .anyMatch(other -> 2 * share(other, slot, loss) >= share(fleet, slot, loss));
  }

  /** Whether a lost call fell into one, of whatever fleet it was. */
  boolean cover(Loss loss) {
    return fleets.stream().anyMatch(fleet -> fleet.serves(loss.service()) && cover(fleet, loss));
  }

  /** A stall begins and ends within slots, and a call is known by that in which it was due. */
  private IntStream around(int slot) {
    return IntStream.rangeClosed(Math.max(0, slot - 1), Math.min(slots() - 1, slot + 1));
  }

  private int slots() {
    return run.timeline().slots().size();
  }

  /** Whether pods that were there before and afterwards answered none of many calls. */
  private boolean isSilent(Fleet fleet, int slot) {
    Duration begin = run.timeline().slot().multipliedBy(slot);
    Duration end = begin.plus(run.timeline().slot());
    return fleet.answered(IntStream.of(slot)) == 0
        && lost(fleet, slot, "") >= MANY
        && fleet.stays().stream()
            .anyMatch(stay -> stay.from().compareTo(begin) < 0 && stay.to().compareTo(end) > 0);
  }

  private long lost(Fleet fleet, int slot, String code) {
    return lost.getOrDefault(new Key(fleet, slot, code), 0L);
  }

  /** Whether calls may be lost by a change of its own pods then. */
  private static boolean isChanging(Fleet fleet, Duration at) {
    return fleet.stays().stream()
        .anyMatch(
            stay ->
                (stay.ended() && isWithin(stay.to(), at, HandOver.APART))
                    || (stay.came() && isWithin(stay.from(), at, PodLoad.YOUTH)));
  }

  private static boolean isWithin(Duration change, Duration at, Duration distance) {
    return change.minus(at).abs().compareTo(distance) <= 0;
  }

  /** Of the calls of a fleet about then, those that were lost as this one. */
  private double share(Fleet fleet, int slot, Loss like) {
    long alike = around(slot).mapToLong(near -> lost(fleet, near, like.code())).sum();
    return alike == 0 ? 0 : alike / (double) (alike + fleet.answered(around(slot)));
  }
}
