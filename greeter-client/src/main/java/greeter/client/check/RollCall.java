package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each service still answers every call, between checks: those that follow would wait for a
 * pod that hangs, and tell it as something else. A service that does not is one of those that
 * answer no more.
 */
final class RollCall implements Check {
  /** At once, so that a limit on calls at once lets them pass. */
  private static final int CALLS = 20;

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_ROUTE);
  }

  /** Nothing, where each does: that was told by who came first. */
  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Map<Service<?, ?>, List<LiveCall<?, ?>>> calls = new LinkedHashMap<>();
    for (Service<?, ?> service : bench.facts().services()) {
      calls.put(service, call(bench, service));
    }
    Map<Service<?, ?>, String> hanging = new LinkedHashMap<>();
    for (Service<?, ?> service : calls.keySet()) {
      whatHangs(bench, service, calls.get(service))
          .ifPresent(what -> hanging.put(service, service.name() + ": " + what));
    }
    if (hanging.isEmpty()) {
      return List.of();
    }
    bench.learn(bench.facts().without(hanging.keySet()));
    return List.of(
        Result.inconclusive(Code.LB_ROUTE, hanging.values().stream().collect(joining("; ")))
            .because(Blame.CANNOT_TELL, RouteJudge.HANGS, List.copyOf(hanging.values()))
            .about("hangs"));
  }

  private static List<LiveCall<?, ?>> call(Bench bench, Service<?, ?> service) {
    ManagedChannel channel = bench.channel();
    List<LiveCall<?, ?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(service.call(channel, bench.asked().deadline()));
    }
    var unused = channel.shutdown(); // once they have ended
    return calls;
  }

  private static Optional<String> whatHangs(
      Bench bench, Service<?, ?> service, List<LiveCall<?, ?>> calls) throws InterruptedException {
    Set<String> silent =
        new HashSet<>(bench.facts().picked().getOrDefault(service.name(), Set.of()));
    int unanswered = 0;
    for (LiveCall<?, ?> call : calls) {
      if (call.end().failure().filter(Failed::isOurDeadline).isPresent()) {
        unanswered++;
      } else {
        call.pod().ifPresent(silent::remove);
      }
    }
    return unanswered == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d calls had no answer in time%s"
                .formatted(
                    unanswered,
                    calls.size(),
                    silent.isEmpty()
                        ? ""
                        : silent.stream()
                            .sorted()
                            .collect(joining(", ", ", and none came from ", ""))));
  }
}
