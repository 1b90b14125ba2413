package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * LB-PINNED and ONE-POD: some calls on each of several fresh connections show whether the pod is
 * picked for each call, for each connection, or always the same.
 */
final class FreshChannelsCheck implements Check {
  private static final int CHANNELS = 12;
  private static final int CALLS_EACH = 20;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_PINNED, Code.ONE_POD);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Map<String, Sent> sent = new LinkedHashMap<>();
    for (Service<?, ?> service : bench.facts().services()) {
      Plan plan = new Plan(CHANNELS * CALLS_EACH, OptionalInt.of(CHANNELS));
      try (Sender sender =
          new Sender(
              bench.connector(), bench.caller(), plan, Sender.IN_FLIGHT, bench.counting(LIMIT))) {
        sent.put(service.name(), sender.send(service.greeting()));
      }
    }
    sent.forEach(bench::meet);
    return List.of(judgePinned(sent), judgeOnePod(sent, bench.asked().pods()));
  }

  static Result judgePinned(Map<String, Sent> sent) {
    List<String> pinned =
        sent.entrySet().stream()
            .filter(e -> e.getValue().pattern() == Sent.Pattern.PINNED)
            .map(
                e ->
                    "%s: %d connections, one pod each: %s"
                        .formatted(
                            e.getKey(),
                            e.getValue().connections().size(),
                            counts(e.getValue().connectionsByPod())))
            .toList();
    if (!pinned.isEmpty()) {
      return Result.of(Code.LB_PINNED, Grade.FAIL, pinned.get(0))
          .because(
              Blame.PROXY,
              "something balances connections (L4), and nothing behind it balances calls (L7)",
              pinned);
    }
    if (sent.values().stream().allMatch(s -> s.pattern() == Sent.Pattern.NOT_SEEN)) {
      return Shares.unseen(Code.LB_PINNED, sent.values());
    }
    return sent.values().stream().noneMatch(s -> s.pattern() == Sent.Pattern.SPREAD)
        ? Result.notRun(Code.LB_PINNED, "needs several pods")
        : Result.pass(Code.LB_PINNED, describe(sent));
  }

  static Result judgeOnePod(Map<String, Sent> sent, OptionalInt pods) {
    List<String> lone =
        sent.entrySet().stream()
            .filter(e -> e.getValue().pattern() == Sent.Pattern.ONE_POD)
            .map(
                e ->
                    "%s: %s answered all of %d calls on %d connections"
                        .formatted(
                            e.getKey(),
                            String.join(", ", e.getValue().callsByPod().keySet()),
                            e.getValue().named(),
                            e.getValue().connections().size()))
            .toList();
    if (sent.values().stream()
        .anyMatch(s -> s.callsByPod().size() > pods.orElse(Integer.MAX_VALUE))) {
      return Result.of(
              Code.ONE_POD,
              Grade.WARN,
              "%s; %d expected".formatted(describe(sent), pods.orElseThrow()))
          .explained("--expect-pods is wrong, or pods of a rollout are still there", List.of());
    }
    if (lone.isEmpty()) {
      return sent.values().stream().allMatch(s -> s.callsByPod().size() < 2)
          ? Shares.unseen(Code.ONE_POD, sent.values())
          : Result.pass(Code.ONE_POD, describe(sent) + missing(sent, pods));
    }
    if (pods.isEmpty()) {
      return Result.inconclusive(
          Code.ONE_POD, lone.get(0) + "; if there are more, say so with --expect-pods");
    }
    return pods.getAsInt() == 1
        ? Result.pass(Code.ONE_POD, lone.get(0) + ", as expected")
        : Result.of(
                Code.ONE_POD,
                Grade.FAIL,
                "%s; %d pods expected".formatted(lone.get(0), pods.getAsInt()))
            .because(
                Blame.CANNOT_TELL,
                "only one pod is an endpoint (readiness, selector), or the balancer is sticky by"
                    + " source",
                lone);
  }

  /** Pods that have not answered are LB-EVEN's, whose calls suffice to tell. */
  private static String missing(Map<String, Sent> sent, OptionalInt pods) {
    return sent.values().stream().anyMatch(s -> s.callsByPod().size() < pods.orElse(0))
        ? "; %d expected (see LB-EVEN)".formatted(pods.getAsInt())
        : "";
  }

  private static String describe(Map<String, Sent> sent) {
    return sent.entrySet().stream()
        .map(
            e ->
                "%s: %d %s over %d connections"
                    .formatted(
                        e.getKey(),
                        e.getValue().callsByPod().size(),
                        e.getValue().callsByPod().size() == 1 ? "pod" : "pods",
                        e.getValue().connections().size()))
        .collect(Collectors.joining("; "));
  }

  private static String counts(Map<String, Long> byPod) {
    return byPod.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
