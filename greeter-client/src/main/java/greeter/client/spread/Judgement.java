package greeter.client.spread;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the calls to one service show.
 *
 * @param evenness of calls, or of connections where each is pinned to a pod; empty if no pod is
 *     known
 */
record Judgement(
    String service, Sent sent, Optional<Evenness> evenness, Order order, List<Finding> findings) {

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
    findings.addAll(ofFailures(service, sent));
    ofIdentity(sent).ifPresent(findings::add);
    if (evenness.isPresent()) {
      ofPodCount(sent, expected).ifPresent(findings::add);
      findings.add(
          ofReach(sent, expected).orElseGet(() -> ofShares(evenness.get(), expected, sent)));
    }
    if (findings.isEmpty()) {
      findings.add(Finding.inconclusive("CALLS", "no call has ended"));
    }
    return new Judgement(service, sent, evenness, Order.of(sent), findings);
  }

  /** What is counted: calls, or connections where each is pinned to a pod. */
  static Map<String, Long> sample(Sent sent) {
    return sent.reach() == Sent.Reach.PINNED ? sent.connectionsByPod() : sent.callsByPod();
  }

  Verdict verdict() {
    return findings.stream().map(Finding::verdict).reduce(Verdict.PASS, Verdict::worse);
  }

  private static List<Finding> ofFailures(String service, Sent sent) {
    boolean named = sent.podsNameThemselves();
    Map<Finding, Long> kinds =
        sent.failed().stream()
            .collect(
                Collectors.groupingBy(
                    failed -> ofFailure(service, sent, failed, named),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return kinds.entrySet().stream()
        .sorted(Map.Entry.<Finding, Long>comparingByValue().reversed())
        .map(
            kind ->
                Finding.fail(
                    kind.getKey().code(),
                    "%d calls failed: %s".formatted(kind.getValue(), kind.getKey().text())))
        .toList();
  }

  private static Finding ofFailure(String service, Sent sent, Failed failed, boolean named) {
    Status status = failed.status();
    if (failed.servedBy().isPresent()
        && status.getCode() == Status.Code.UNIMPLEMENTED
        && !sent.callsByPod().containsKey(failed.servedBy().get())) {
      return Finding.fail(
          "LB-ROUTE",
          "they reached %s, which does not serve %s".formatted(failed.servedBy().get(), service));
    }
    return Finding.fail(
        "CALLS",
        "%s%s (blame: %s)"
            .formatted(
                // gRPC's own text of a deadline differs from call to call.
                status.getCode() == Status.Code.DEADLINE_EXCEEDED
                    ? "DEADLINE_EXCEEDED: no answer in time"
                    : failed.reason(),
                failed.servedBy().map(pod -> ", by " + pod).orElse(""),
                Blame.of(failed, named)));
  }

  private static Optional<Finding> ofIdentity(Sent sent) {
    return sent.unnamed() == 0
        ? Optional.empty()
        : Optional.of(
            Finding.inconclusive(
                "IDENTITY",
                "%d answers name no pod, neither as metadata \"hostname\" nor in their text"
                    .formatted(sent.unnamed())));
  }

  private static Optional<Finding> ofPodCount(Sent sent, Expectation expected) {
    int seen = sent.callsByPod().size();
    int wanted = expected.pods().orElse(seen);
    if (seen > wanted) {
      return Optional.of(
          Finding.fail("POD-COUNT", "%d pods answered, %d expected".formatted(seen, wanted)));
    }
    if (seen < wanted && !expected.weights().isEmpty()) {
      // Without weights the silent pods are rows of the table, and judged there.
      double unseen = unseen(expected.leastShare() / wanted, sent);
      boolean sure = wanted * unseen <= Sent.BY_CHANCE;
      String text = "%d of %d pods answered";
      return Optional.of(
          sure
              ? Finding.fail("POD-COUNT", text.formatted(seen, wanted))
              : Finding.inconclusive(
                  "POD-COUNT", (text + ", in too few calls").formatted(seen, wanted)));
    }
    return Optional.empty();
  }

  /** The chance that a pod with this share of the calls gets none. */
  private static double unseen(double share, Sent sent) {
    return Math.pow(1 - share, sent.served().size());
  }

  private static Optional<Finding> ofReach(Sent sent, Expectation expected) {
    String pods = String.join(", ", sent.callsByPod().keySet());
    int connections = sent.connections().size();
    return switch (sent.reach()) {
      case SPREAD, NOT_SEEN -> Optional.empty();
      case PINNED ->
          Optional.of(
              Finding.fail(
                  "LB-PINNED",
                  "each of %d connections reaches one pod only, whichever it met first (%s)"
                      .formatted(connections, pods)));
      case ONE_POD -> {
        if (expected.weights().size() > 1) {
          yield Optional.empty(); // the other weights' rows are silent, and judged so
        }
        if (expected.pods().isEmpty()) {
          yield Optional.of(
              Finding.inconclusive(
                  "ONE-POD",
                  "%s answered everything: if it is not the only pod, say so with --expect-pods"
                      .formatted(pods)));
        }
        int wanted = expected.pods().getAsInt();
        yield wanted == 1 || Math.pow(1.0 / wanted, sent.again()) > Sent.BY_CHANCE
            ? Optional.empty()
            : Optional.of(
                Finding.fail(
                    "ONE-POD",
                    "%s answered everything, %d pods expected: %s"
                        .formatted(
                            pods,
                            wanted,
                            connections == 1
                                ? "the connection is pinned to it (L4), or no other pod is reached;"
                                    + " --connections 12 tells which"
                                : "no other pod is reached, or the balancer is sticky by source")));
      }
    };
  }

  private static Finding ofShares(Evenness evenness, Expectation expected, Sent sent) {
    double low = 1 - expected.tolerance();
    double high = 1 + expected.tolerance();
    return switch (evenness.verdict()) {
      case PASS ->
          Finding.pass(
              "LB-EVEN",
              "%d pods answered, each share within %.2f .. %.2f of the expected"
                  .formatted(sent.callsByPod().size(), low, high));
      case FAIL ->
          Finding.fail(
              "LB-EVEN",
              "%s (allowed: %.2f .. %.2f)"
                  .formatted(
                      evenness.shares().stream()
                          .filter(share -> share.within(expected.tolerance()) == Verdict.FAIL)
                          .map(Judgement::describe)
                          .collect(joining(", ")),
                      low,
                      high));
      case INCONCLUSIVE ->
          Finding.inconclusive(
              "LB-EVEN",
              ("too few calls to tell whether each share is within %.2f .. %.2f of the expected;"
                      + " about %s would do (--calls)")
                  .formatted(
                      low,
                      high,
                      evenness.needed() > 10_000_000
                          ? "more than 10 million"
                          : "%.0f".formatted(evenness.needed())));
    };
  }

  private static String describe(Evenness.Share share) {
    if (share.expected() == 0) {
      return share.name() + " answers, and no weight names it";
    }
    return share.count() == 0
        ? (share.name().startsWith(Expectation.SILENT) ? "a pod" : share.name()) + " never answers"
        : "%s gets %.2f times its share".formatted(share.name(), share.share() / share.expected());
  }
}
