package greeter.client.load;

import greeter.client.calls.Blame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The run in slots of equal length; a call belongs to the slot in which it was due (or sent, in a
 * closed loop).
 *
 * @param slot a second, or as many as keep {@link #MOST_SLOTS}
 */
public record Timeline(Duration slot, List<Slot> slots) {
  /** When more would come, two become one: so memory does not grow with the run. */
  public static final int MOST_SLOTS = 1_200;

  public Timeline {
    slots = List.copyOf(slots);
  }

  /**
   * What became of the calls of a slot.
   *
   * @param answered by service, and of each by the pods, by name; an empty name: by pods that do
   *     not say
   * @param failed by who is to blame
   * @param heat the answered by latency: as many as {@link Heat#BUCKETS}
   * @param late by how much the latest of its calls was sent after it was due
   */
  public record Slot(
      long skipped,
      Map<String, Map<String, Long>> answered,
      Map<Blame, Long> failed,
      List<Long> heat,
      Duration late) {
    public Slot {
      answered =
          answered.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, pods -> Map.copyOf(pods.getValue())));
      failed = Map.copyOf(failed);
      heat = List.copyOf(heat);
    }

    public long answeredByAll() {
      return answered.values().stream()
          .flatMap(pods -> pods.values().stream())
          .mapToLong(Long::longValue)
          .sum();
    }

    /** Calls of a service that a pod answered. */
    public long answered(String service, String pod) {
      return answered.getOrDefault(service, Map.of()).getOrDefault(pod, 0L);
    }

    /** Calls of whatever service. */
    public long answeredBy(String pod) {
      return answered.values().stream().mapToLong(pods -> pods.getOrDefault(pod, 0L)).sum();
    }

    /** The pods that answered, in the order of their names. */
    public SortedSet<String> pods() {
      return answered.values().stream()
          .flatMap(pods -> pods.keySet().stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The step of {@link Heat} within which so many of its calls were answered; -1 if none was.
     *
     * @param part 0..1; 0 for the fastest
     */
    public int stepWithin(double part) {
      long all = heat.stream().mapToLong(Long::longValue).sum();
      long sum = 0;
      for (int step = 0; all > 0 && step < heat.size(); step++) {
        sum += heat.get(step);
        if (sum > 0 && sum >= part * all) {
          return step;
        }
      }
      return -1;
    }

    public long failedByAll() {
      return failed.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
