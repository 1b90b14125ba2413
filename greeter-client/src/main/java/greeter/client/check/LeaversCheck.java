package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Whether the pods that have answered still do, where one connection reaches all of them. */
final class LeaversCheck implements Check {
  private static final int CALLS = 60;

  /** At once, so that a limit on calls at once lets them pass. */
  private static final int IN_FLIGHT = 20;

  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_ROUTE);
  }

  /** Nothing, where all do: that was told by who came first. */
  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    List<String> left = new ArrayList<>();
    Plan plan = new Plan(CALLS, OptionalInt.of(1));
    try (Sender sender = new Sender(bench.connector(), bench.caller(), plan, IN_FLIGHT, LIMIT)) {
      for (Service<?, ?> service : bench.facts().services()) {
        if (!bench.facts().picked().getOrDefault(service.name(), Set.of()).isEmpty()) {
          Sent sent = sender.send(service.greeting());
          Leavers.among(bench, service, sent)
              .ifPresent(what -> left.add(what + Shares.failures(List.of(sent))));
        }
      }
    }
    return left.isEmpty()
        ? List.of()
        : List.of(
            Result.inconclusive(Code.LB_ROUTE, left.stream().collect(joining("; ")))
                .explained("pods that were replaced or died while this ran", left));
  }
}
