package greeter.client.check;

import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Calls that fail now and then, too seldom for the few of LB-ROUTE: looked for where thousands of
 * calls have lost some.
 */
final class SparseLosses {
  /** To each service: one call in a hundred that fails is missed in one run of 20,000. */
  private static final int CALLS = 1_000;

  /** As LB-ROUTE has it, so that a limit on calls at once lets them pass. */
  private static final int IN_FLIGHT = 20;

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private SparseLosses() {}

  /**
   * Asks again; the bench learns how calls fail.
   *
   * @return what LB-ROUTE is to say of it; empty if none fails now, or most do
   */
  static Optional<Result> find(Bench bench) {
    Map<String, Sent> calls = new LinkedHashMap<>();
    Plan plan = new Plan(CALLS, OptionalInt.of(1));
    try (Sender sender = new Sender(bench.connector(), bench.caller(), plan, IN_FLIGHT, LIMIT)) {
      bench
          .facts()
          .services()
          .forEach(service -> calls.put(service.name(), sender.send(service.greeting())));
    }
    RouteCheck.Observation seen = new RouteCheck.Observation(calls, Map.of(), Optional.empty());
    Optional<String> failing = seen.failing(bench.facts().services());
    boolean mostAnswer =
        bench.facts().services().stream().allMatch(service -> seen.answersMost(service.name()));
    boolean ofTheRate =
        calls.values().stream()
            .flatMap(sent -> sent.failed().stream())
            .anyMatch(Refusal::isOfTheRate);
    if (failing.isEmpty() || !mostAnswer) {
      return Optional.empty();
    }
    bench.learn(bench.facts().failing(failing.get()));
    // What a limit on the rate refuses is no fault of the route's, and CHURN says so.
    return ofTheRate ? Optional.empty() : Optional.of(RouteJudge.judge(seen));
  }
}
