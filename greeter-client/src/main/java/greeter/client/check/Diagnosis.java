package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import java.util.ArrayList;
import java.util.List;

/**
 * Who ended a stream, by its end and by what came after: {@link Blame#of} knows only the end.
 *
 * @param blame who
 * @param why in a few words
 * @param seen the evidence, a line each
 */
record Diagnosis(Blame blame, String why, List<String> seen) {
  private static final String POD_GONE = "somebody before the pod ended it, but a pod is gone, too";
  private static final String POD_HANGS = "it fell silent, and its pod answers no calls";

  Diagnosis {
    seen = List.copyOf(seen);
  }

  /**
   * Whether the stream may have ended with its pod, or hangs with it: then it shows no limit of
   * anybody's.
   */
  boolean mayBeOfAPodThatWent() {
    return why.equals(POD_GONE) || why.equals(POD_HANGS);
  }

  /** A finding that it explains; none, where it may be of a pod that went. */
  Result doubted(Result finding) {
    return mayBeOfAPodThatWent()
        ? Result.inconclusive(finding.code(), finding.line() + ", and a pod is gone, or hangs")
            .explained(why, seen)
        : finding;
  }

  static Diagnosis of(Aftermath after, boolean podsNameThemselves) {
    Judged judged =
        after
            .end()
            .map(end -> ended(end, after, podsNameThemselves))
            .orElseGet(() -> silent(after));
    List<String> seen = new ArrayList<>();
    seen.add(after.end().map(Failed::reason).orElse("nothing came any more, not even an end"));
    after.servedBy().ifPresent(pod -> seen.add(pod + " was serving it"));
    seen.add(
        switch (after.next()) {
          case SAME_CONNECTION -> "the same connection still carries calls";
          case NEW_CONNECTION -> "the connection has ended; a new one carries calls";
          case ELSEWHERE -> "the connection carries no calls any more; a new one does";
          case NOWHERE ->
              "no call is answered any more: "
                  + after.unreachable().orElse("TCP connections can be made, but carry no calls");
        });
    if (after.next() != Aftermath.Next.NOWHERE) {
      after
          .servedBy()
          .filter(after.pods()::contains)
          .ifPresent(pod -> seen.add(pod + " still answers calls"));
    }
    after.missing().stream()
        .sorted()
        .forEach(
            pod -> seen.add(pod + " has answered none of the " + after.calls() + " calls since"));
    after.passedOver().stream()
        .sorted()
        .forEach(
            pod ->
                seen.add(
                    "%s lives, by another stream on it, but gets none of the %d calls since: proxies rest a pod that has failed them"
                        .formatted(pod, after.calls())));
    return new Diagnosis(judged.blame, judged.why, seen);
  }

  private record Judged(Blame blame, String why) {}

  private static Judged ended(Failed end, Aftermath after, boolean podsNameThemselves) {
    Blame first = Blame.of(end, podsNameThemselves);
    boolean podGone = !after.missing().isEmpty();
    return switch (end.origin()) {
      case APP -> new Judged(first, "the application ended it");
      case CONNECTION ->
          new Judged(
              first,
              after.unreachable().isPresent()
                  ? "the connection ended without GOAWAY, and none can be made: whoever listened"
                      + " there is gone"
                  : "the connection ended without GOAWAY: cut on the way, or its other end died");
      case RESET -> {
        if (after.next() != Aftermath.Next.SAME_CONNECTION) {
          yield new Judged(
              Blame.CANNOT_TELL,
              "the stream was reset, and its connection carries no calls any more");
        }
        yield podGone
            ? podGone()
            : new Judged(Blame.PROXY, "this stream alone was reset; its connection lives on");
      }
      case NOT_GRPC, UNSIGNED ->
          podGone && first == Blame.PROXY
              ? podGone()
              : new Judged(first, "the end came from " + words(first));
      case GOAWAY ->
          // Only a proxy passes the calls of one connection on to several pods.
          after.pods().size() > 1
              ? new Judged(Blame.PROXY, "the proxy ended the connection, with GOAWAY")
              : new Judged(Blame.CANNOT_TELL, "pod or proxy ended the connection, with GOAWAY");
      case UNKNOWN -> new Judged(first, "nothing shows who ended it");
    };
  }

  private static Judged podGone() {
    return new Judged(Blame.CANNOT_TELL, POD_GONE);
  }

  private static Judged silent(Aftermath after) {
    return switch (after.next()) {
      case SAME_CONNECTION, NEW_CONNECTION ->
          new Judged(
              Blame.CANNOT_TELL,
              after.missing().isEmpty() ? "this stream alone fell silent" : POD_HANGS);
      case ELSEWHERE ->
          new Judged(
              Blame.NETWORK,
              "the connection is dead without a word: something on the way has forgotten it");
      case NOWHERE ->
          after.unreachable().isPresent()
              ? new Judged(Blame.NETWORK, "nothing arrives any more, and no connection can be made")
              : new Judged(Blame.CANNOT_TELL, "connections can be made, but nothing answers");
    };
  }

  private static String words(Blame blame) {
    return switch (blame) {
      case APP -> "the application";
      case PROXY -> "a proxy: no pod has signed it";
      case NETWORK -> "the network";
      case CANNOT_TELL -> "somebody who cannot be told";
    };
  }
}
