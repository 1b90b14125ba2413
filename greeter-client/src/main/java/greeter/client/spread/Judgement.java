package greeter.client.spread;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the calls to one service show.
 *
 * @param evenness of calls, or of connections where each is pinned to a pod; empty if no pod is
 *     known
 * @param tolerance of share/expected
 */
record Judgement(
    String service,
    Sent sent,
    Optional<Evenness> evenness,
    Order order,
    List<Finding> findings,
    double tolerance) {

  /**
   * Judges one service.
   *
   * @param alpha the chance that the interval of one share misses the truth
   */
  static Judgement of(String service, Sent sent, Expectation expected, double alpha) {
    Map<String, Long> sample = sample(sent);
    Optional<Evenness> evenness =
        sample.isEmpty()
            ? Optional.empty()
            : Optional.of(Evenness.of(expected.rows(sample), expected, alpha));
    List<Finding> findings = new ArrayList<>();
    findings.addAll(FailureFindings.of(service, sent));
    PodFindings.ofIdentity(sent).ifPresent(findings::add);
    if (evenness.isPresent()) {
      PodFindings.ofPodCount(sent, expected).ifPresent(findings::add);
      findings.add(
          PodFindings.ofPattern(sent, expected)
              .orElseGet(() -> evenness.get().finding(expected.tolerance())));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.inconclusive("CALLS", "no call has ended"));
    }
    return new Judgement(service, sent, evenness, Order.of(sent), findings, expected.tolerance());
  }

  /** What is counted: calls, or connections where each is pinned to a pod. */
  static Map<String, Long> sample(Sent sent) {
    return sent.pattern() == Sent.Pattern.PINNED ? sent.connectionsByPod() : sent.callsByPod();
  }

  /** As {@code 3 calls over 1 connection: 3 answered, 0 failed}. */
  String callsLine() {
    return "%s over %s: %d answered, %d failed%s"
        .formatted(
            sent.planned() == 1 ? "1 call" : sent.planned() + " calls",
            connections(),
            sent.served().size(),
            sent.failed().size(),
            sent.ended() < sent.planned()
                ? ", %d not sent or not ended".formatted(sent.planned() - sent.ended())
                : "");
  }

  private String connections() {
    int connections = sent.connections().size();
    if (connections == sent.planned() && connections > 1) {
      return "a fresh connection each";
    }
    return connections == 1 ? "1 connection" : connections + " connections";
  }

  /** What the order of the answers shows, if it shows any. */
  Optional<String> orderLine() {
    return order.pairs() == 0
        ? Optional.empty()
        : Optional.of(
            "order: %s (the same pod twice in a row %d times in %d, %.0f if it were random)"
                .formatted(order.policy(), order.repeats(), order.pairs(), order.atRandom()));
  }

  Verdict verdict() {
    return findings.stream().map(Finding::verdict).reduce(Verdict.PASS, Verdict::worse);
  }
}
