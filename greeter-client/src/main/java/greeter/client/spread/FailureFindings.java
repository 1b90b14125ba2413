package greeter.client.spread;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What failed calls show: one finding for each way in which they failed, the most frequent first.
 */
final class FailureFindings {
  /** Ways that are told apart; a text that differs from call to call must not fill the screen. */
  private static final int MOST = 5;

  private FailureFindings() {}

  static List<Finding> of(String service, Sent sent) {
    boolean named = sent.podsNameThemselves();
    Map<Finding, Long> kinds =
        sent.failed().stream()
            .collect(
                Collectors.groupingBy(
                    failed -> ofFailure(service, sent, failed, named),
                    LinkedHashMap::new,
                    Collectors.counting()));
    List<Map.Entry<Finding, Long>> frequentFirst =
        kinds.entrySet().stream()
            .sorted(Map.Entry.<Finding, Long>comparingByValue().reversed())
            .toList();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<Finding, Long> kind : frequentFirst.stream().limit(MOST).toList()) {
      findings.add(
          Finding.fail(
              kind.getKey().code(), failed(kind.getValue()) + ": " + kind.getKey().text()));
    }
    if (frequentFirst.size() > MOST) {
      long calls = frequentFirst.stream().skip(MOST).mapToLong(Map.Entry::getValue).sum();
      findings.add(
          Finding.fail(
              "CALLS",
              "%s in %d other ways".formatted(failed(calls), frequentFirst.size() - MOST)));
    }
    return findings;
  }

  private static String failed(long calls) {
    return calls == 1 ? "1 call failed" : calls + " calls failed";
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
                failed.reason(),
                failed.servedBy().map(pod -> ", by " + pod).orElse(""),
                Blame.of(failed, named)));
  }
}
