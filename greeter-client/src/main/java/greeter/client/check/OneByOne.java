package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.spread.Evenness;
import greeter.client.spread.Order;
import greeter.client.spread.Order.Policy;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Calls that come one at a time, on one connection. A balancer that goes by load, as nginx's
 * least_conn, has no load to go by then, and takes the pods in turn; weights remain.
 */
final class OneByOne {
  private static final int CALLS = 120;
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private OneByOne() {}

  static Sent send(Bench bench, Service<?, ?> service, int calls, Duration limit) {
    Plan plan = new Plan(calls, OptionalInt.of(1));
    try (Sender sender =
        new Sender(bench.connector(), bench.caller(), plan, 1, bench.counting(limit))) {
      return sender.send(service.greeting());
    }
  }

  /**
   * Counts anew where calls are uneven, or may be.
   *
   * @param evenness by LB-EVEN
   * @return a result that accuses nobody, if all that are uneven are picked by load
   */
  static Result recount(Bench bench, Result evenness) {
    if (evenness.grade() != Grade.FAIL && evenness.grade() != Grade.INCONCLUSIVE) {
      return evenness;
    }
    Map<String, Evenness> shares = evenness.shares().map(Result.Shared::byService).orElse(Map.of());
    Map<String, Sent> again = new LinkedHashMap<>();
    for (Service<?, ?> service : bench.facts().services()) {
      Evenness uneven = shares.get(service.name());
      if (uneven != null && Shares.hasSilent(uneven)) {
        return evenness; // no matter of what is picked
      }
      if (uneven != null && Shares.isUneven(uneven)) {
        again.put(service.name(), send(bench, service, CALLS, LIMIT));
      }
    }
    Result result = judge(evenness, again);
    if (result.grade() == Grade.INFO) {
      bench.learnByLoad(again.keySet());
    }
    return result;
  }

  /**
   * Judges.
   *
   * @param again calls that came one at a time, of the services that are uneven
   */
  static Result judge(Result evenness, Map<String, Sent> again) {
    if (again.isEmpty()) {
      return evenness;
    }
    Result.Shared shared = evenness.shares().orElseThrow();
    boolean othersAreEven =
        shared.byService().entrySet().stream()
            .filter(e -> !again.containsKey(e.getKey()))
            .allMatch(e -> Shares.grade(e.getValue()) == Grade.PASS);
    boolean inTurn =
        othersAreEven
            && again.values().stream().allMatch(sent -> Order.of(sent).policy() == Policy.ROTATION);
    if (!inTurn) {
      return evenness;
    }
    return Result.of(
            Code.LB_EVEN,
            Grade.INFO,
            shared.byService().entrySet().stream()
                .map(
                    e ->
                        "%s: %s%s"
                            .formatted(
                                e.getKey(),
                                Shares.range(e.getValue()),
                                again.containsKey(e.getKey())
                                    ? " by load, and one call at a time goes to each in its turn"
                                    : ""))
                .collect(joining("; ")))
        .sharing(shared.byService(), shared.tolerance());
  }
}
