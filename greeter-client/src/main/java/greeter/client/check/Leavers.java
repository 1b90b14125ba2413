package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Outcome.Served;
import greeter.client.spread.Sent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Pods that answered, and then no more: what calls share among the others says nothing of them. */
final class Leavers {
  /** What chance may do: that a pod which is picked as before gets none of so many calls. */
  private static final double BY_CHANCE = 1e-6;

  private Leavers() {}

  /**
   * Looks for them.
   *
   * @param before pods of the service that had answered before these calls
   * @return as {@code hello-2 has answered none of the last 1800 calls}; empty if none has left
   */
  static Optional<String> in(Sent sent, Set<String> before) {
    List<String> named = sent.served().stream().map(Served::pod).flatMap(Optional::stream).toList();
    Map<String, Integer> answered = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < named.size(); i++) {
      answered.merge(named.get(i), 1, Integer::sum);
      last.put(named.get(i), i);
    }
    Map<String, Integer> since = new TreeMap<>();
    // Of all calls: a share of those until its last would be too high where that came by chance.
    answered.forEach(
        (pod, calls) ->
            note(pod, (double) calls / named.size(), named.size() - 1 - last.get(pod), since));
    before.stream()
        .filter(pod -> !answered.containsKey(pod))
        .forEach(pod -> note(pod, 1.0 / (answered.size() + 1), named.size(), since));
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(
            since.entrySet().stream()
                    .map(
                        e ->
                            "%s has answered none of the last %d calls"
                                .formatted(e.getKey(), e.getValue()))
                    .collect(joining(", "))
                + ": it has gone, or gets none any more");
  }

  private static void note(String pod, double share, int calls, Map<String, Integer> since) {
    if (Math.pow(1 - share, calls) < BY_CHANCE) {
      since.put(pod, calls);
    }
  }
}
