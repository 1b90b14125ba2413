package greeter.client.check;

import greeter.client.spread.Evenness;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * LB-FRESH: calls that have a connection each. Proxies with several workers or replicas balance
 * each for itself, which shows only here. One service is called: it is the connections that cost.
 */
final class FreshCallsCheck implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(12);

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_FRESH);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Service<?, ?> service = bench.facts().service();
    Plan plan = new Plan(Shares.calls(bench.asked()), OptionalInt.empty());
    // A connection and a call on it take three round trips.
    int inFlight = bench.facts().inFlight(3 * plan.calls());
    Duration limit = bench.counting(LIMIT);
    try (Sender sender = new Sender(bench.connector(), bench.caller(), plan, inFlight, limit)) {
      Sent sent = sender.send(service.greeting());
      Optional<String> left = Leavers.among(bench, service, sent);
      if (left.isPresent()) {
        return List.of(Result.inconclusive(Code.LB_FRESH, left.get()));
      }
      Result result =
          judge(service.name(), sent, bench.sharesOnOneConnection(service.name()), bench.asked());
      if (bench.facts().services().size() > 1) {
        result = result.restricted("of " + service.name() + " alone");
      }
      boolean accuses = result.grade() == Grade.FAIL || result.grade() == Grade.INCONCLUSIVE;
      return List.of(
          accuses && bench.goesByLoad(service.name())
              ? Result.of(
                  Code.LB_FRESH, Grade.INFO, result.line() + "; the proxy goes by load (LB-EVEN)")
              : result);
    }
  }

  /**
   * Judges.
   *
   * @param onOne how calls on one connection were shared; empty if they were not counted
   */
  static Result judge(String service, Sent sent, Optional<Evenness> onOne, Bench.Asked asked) {
    if (sent.callsByPod().isEmpty()) {
      return Shares.unseen(Code.LB_FRESH, List.of(sent));
    }
    Evenness evenness = Shares.of(sent.callsByPod(), asked.pods(), asked.tolerance());
    Result result =
        Result.of(
            Code.LB_FRESH,
            Shares.grade(evenness),
            "%s: %s, over %d connections%s"
                .formatted(
                    service,
                    Shares.describe(evenness),
                    sent.connections().size(),
                    Shares.failures(List.of(sent))));
    if (result.grade() != Grade.FAIL) {
      return result;
    }
    Map<String, Evenness> uneven = Map.of(service, evenness);
    if (Shares.hasSilent(evenness) && onOne.filter(Shares::hasSilent).isPresent()) {
      return Shares.blamed(result, uneven, "", "");
    }
    // Whoever gets more of one connection's calls, gets more of all: by no matter of connections.
    return onOne
            .filter(one -> Shares.grade(one) == Grade.FAIL && Shares.isAlike(one, evenness))
            .isPresent()
        ? Shares.blamed(
            result,
            uneven,
            "as on one connection (LB-EVEN): weights, or a balancer that is no round robin",
            "weights")
        : Shares.blamed(
            result,
            uneven,
            "workers or replicas of the proxy that do not share whose turn it is, or stickiness",
            "");
  }
}
