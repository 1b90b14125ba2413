package greeter.testbed;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Picks the pod of each call, with one fault. */
final class Picker {
  private static final String MISROUTED = "helloworld.Hello";

  private final Fault fault;
  private final Map<String, List<String>> podsByService;
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
  private final Map<String, String> pinned = new ConcurrentHashMap<>();

  Picker(Fault fault, Map<String, List<String>> podsByService) {
    this.fault = fault;
    this.podsByService = Map.copyOf(podsByService);
  }

  /** The address of the pod; empty if nobody serves the service. */
  Optional<String> pick(String service, SocketAddress client) {
    if (!podsByService.containsKey(service)) {
      return Optional.empty();
    }
    return Optional.of(
        fault == Fault.PIN
            ? pinned.computeIfAbsent(service + client, unused -> next(service))
            : next(service));
  }

  private String next(String service) {
    int turn = turns.computeIfAbsent(service, unused -> new AtomicInteger()).getAndIncrement();
    List<String> pods = new ArrayList<>(podsByService.get(service));
    switch (fault) {
      case NONE, PIN -> {}
      case SKEW -> pods.addAll(List.of(pods.get(0), pods.get(0)));
      case DROP -> pods.remove(pods.size() - 1);
      case MISROUTE -> {
        if (service.equals(MISROUTED) && turn % 10 == 9) {
          return podsByService.get("helloworld.Goodbye").get(0);
        }
      }
    }
    return pods.get(Math.floorMod(turn, pods.size()));
  }
}
