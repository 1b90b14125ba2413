package greeter.client.spread;

import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.connect.Connector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Calls the services one after the other, and judges all of them together. */
public final class SpreadRun {
  /** Pods of a service where nobody says: as many as the manifests start. */
  private static final int USUAL_PODS = 3;

  private final Map<Greeting<?, ?>, Expectation> services;
  private final Plan plan;

  /**
   * A run.
   *
   * @param services what to call and what to expect of each
   * @param calls to each service; empty: as many as a verdict takes
   * @param connections that carry them; empty: each call has its own
   */
  public SpreadRun(
      Map<Greeting<?, ?>, Expectation> services, OptionalInt calls, OptionalInt connections) {
    this.services = new LinkedHashMap<>(services);
    this.plan = new Plan(calls.orElseGet(this::callsForVerdict), connections);
  }

  /** Runs. An interrupt ends it with what is known. */
  public Spread run(Connector connector, Caller caller) {
    Map<Greeting<?, ?>, Sent> sent = new LinkedHashMap<>();
    try (Sender sender = new Sender(connector, caller, plan)) {
      services.keySet().forEach(greeting -> sent.put(greeting, sender.send(greeting)));
    }
    return new Spread(judge(sent), caller.replayed());
  }

  private List<Judgement> judge(Map<Greeting<?, ?>, Sent> sent) {
    int shares =
        sent.entrySet().stream()
            .mapToInt(e -> services.get(e.getKey()).rows(Judgement.sample(e.getValue())).size())
            .sum();
    double alpha = Plan.FALSE_ALARM / Math.max(1, shares);
    List<Judgement> judgements = new ArrayList<>();
    sent.forEach(
        (greeting, outcomes) ->
            judgements.add(
                Judgement.of(greeting.service(), outcomes, services.get(greeting), alpha)));
    return judgements;
  }

  private int callsForVerdict() {
    return services.values().stream()
        .mapToInt(
            expected ->
                expected.weights().isEmpty()
                    ? Plan.callsFor(
                        expected.pods().orElse(USUAL_PODS), services.size(), expected.tolerance())
                    : Plan.callsFor(
                        expected.weights().size(),
                        expected.leastShare(),
                        services.size(),
                        expected.tolerance()))
        .max()
        .orElseThrow();
  }
}
