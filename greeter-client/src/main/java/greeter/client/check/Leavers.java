package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pods that answered, and then no more: what calls share among the others says nothing of them. */
final class Leavers {
  /** What chance may do: that a pod which is picked as before gets none of so many calls. */
  private static final double BY_CHANCE = 1e-6;

  /** More calls, one after the other, in which a pod that is only picked seldom has its turn. */
  private static final int AGAIN = 60;

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private Leavers() {}

  /**
   * Looks for them, and asks again, since a balancer by load may pass over a pod for a while.
   *
   * @return as {@code hello-2 has answered none of the last 1800 calls}; empty if none has left
   */
  static Optional<String> among(Bench bench, Service<?, ?> service, Sent sent) {
    Map<String, Integer> missed = in(sent, bench.met(service.name()));
    // Calls that have no answer are those of the pod that is missed: it is not passed over.
    if (!missed.isEmpty() && sent.failed().stream().noneMatch(Failed::isOurDeadline)) {
      missed.keySet().removeAll(OneByOne.send(bench, service, AGAIN, LIMIT).callsByPod().keySet());
    }
    return missed.isEmpty() ? Optional.empty() : Optional.of(service.name() + ": " + words(missed));
  }

  /**
   * Pods that answered none of the last calls, with how many these are.
   *
   * @param before what the pods of the service had answered before these calls
   */
  static Map<String, Integer> in(Sent sent, Map<String, Long> before) {
    List<String> named = sent.served().stream().map(Served::pod).flatMap(Optional::stream).toList();
    Map<String, Integer> answered = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < named.size(); i++) {
      answered.merge(named.get(i), 1, Integer::sum);
      last.put(named.get(i), i);
    }
    double earlier = before.values().stream().mapToLong(Long::longValue).sum();
    before.keySet().forEach(pod -> answered.putIfAbsent(pod, 0));
    Map<String, Integer> missed = new TreeMap<>();
    answered.forEach(
        (pod, calls) -> {
          // Of all calls: a share of those until its last would be too high where that came by
          // chance. And of those before: a pod that left at once has nearly no share of these.
          double share =
              Math.max(
                  calls / Math.max(1.0, named.size()),
                  before.getOrDefault(pod, 0L) / Math.max(1.0, earlier));
          int since = named.size() - 1 - last.getOrDefault(pod, -1);
          if (Math.pow(1 - share, since) < BY_CHANCE) {
            missed.put(pod, since);
          }
        });
    return missed;
  }

  private static String words(Map<String, Integer> missed) {
    return missed.entrySet().stream()
            .map(
                e ->
                    "%s has answered none of the last %d calls".formatted(e.getKey(), e.getValue()))
            .collect(joining(", "))
        + ": it has gone, hangs, or gets none any more";
  }
}
