package greeter.client.spread;

import java.util.Optional;

/** What the pods that answered show, apart from their shares. */
final class PodFindings {
  private PodFindings() {}

  static Optional<Finding> ofIdentity(Sent sent) {
    return sent.unnamed() == 0
        ? Optional.empty()
        : Optional.of(
            Finding.inconclusive(
                "IDENTITY",
                "%d answers name no pod where it was looked for (--pod-from)"
                    .formatted(sent.unnamed())));
  }

  static Optional<Finding> ofPodCount(Sent sent, Expectation expected) {
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

  static Optional<Finding> ofPattern(Sent sent, Expectation expected) {
    String pods = String.join(", ", sent.callsByPod().keySet());
    int connections = sent.connections().size();
    return switch (sent.pattern()) {
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
        yield wanted == 1 || Math.pow(1.0 / wanted, sent.named() - 1) > Sent.BY_CHANCE
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
}
