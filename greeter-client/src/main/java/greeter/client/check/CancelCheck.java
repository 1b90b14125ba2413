package greeter.client.check;

import greeter.api.Behavior;
import greeter.api.Seen;
import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * CANCEL: calls that were cancelled are counted by the pods that had them. No other check may
 * cancel beside it, or miss deadlines, since the pods count those too.
 */
final class CancelCheck implements Check {
  private static final int CALLS = 6;
  private static final Duration BEGIN = Duration.ofSeconds(5);
  private static final Duration COUNTED = Duration.ofSeconds(3);

  /**
   * A proxy may keep headers until a message comes, so there is one within {@link #BEGIN}. By one
   * that comes within {@link #COUNTED} of the cancel a proxy would learn of that after all.
   */
  private static final int MESSAGE_SECONDS = 4;

  private static final Duration POLL = Duration.ofMillis(50);

  /** Ends a call that a cancel did not reach, some time after it was to be counted. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Calls at once, to see several pods of a balancer that picks at random. */
  private static final int ASKED_AT_ONCE = 6;

  /**
   * What a pod counts.
   *
   * @param calls of ours that it had when they were cancelled
   * @param before its count then
   * @param after its last count; empty if it was not seen again
   */
  record Count(int calls, long before, OptionalLong after) {
    private boolean isComplete() {
      return after.isPresent() && counted() == calls;
    }

    private long counted() {
      return Math.max(0, Math.min(calls, after.orElse(before) - before));
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.CANCEL);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    Service<?, ?> service = bench.facts().service();
    Metadata metadata = new Metadata();
    metadata.put(
        Wire.RPC_BEHAVIOR, Behavior.format(Behavior.keepOpen(), Behavior.sleep(MESSAGE_SECONDS)));
    List<LiveCall<?, ?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(service.listen(channel, metadata, DEADLINE));
    }
    // Calls that have not begun by then have no pod that could count them.
    var unused =
        bench
            .pace()
            .await(
                BEGIN,
                () ->
                    calls.stream()
                        .allMatch(call -> call.headers().isDone() || call.ended().isDone()));
    Map<String, Count> counts = new HashMap<>();
    for (LiveCall<?, ?> call : calls) {
      if (call.pod().isPresent()) {
        Seen.in(call.headers().join())
            .ifPresent(
                seen ->
                    counts.merge(
                        call.pod().get(),
                        new Count(1, seen.cancelled(), OptionalLong.empty()),
                        CancelCheck::both));
      }
    }
    Optional<String> failed =
        calls.stream()
            .filter(call -> call.ended().isDone())
            .flatMap(call -> call.ended().join().failure().stream())
            .map(Failed::reason)
            .findFirst();
    calls.forEach(LiveCall::cancel);
    awaitCounts(bench, service, channel, counts);
    channel.shutdown();
    return List.of(judge(CALLS, failed, counts));
  }

  private static Count both(Count one, Count other) {
    return new Count(
        one.calls() + other.calls(), Math.max(one.before(), other.before()), OptionalLong.empty());
  }

  /** Asks the pods, by ordinary calls, until all have counted or their time is over. */
  private static void awaitCounts(
      Bench bench, Service<?, ?> service, ManagedChannel channel, Map<String, Count> counts)
      throws InterruptedException {
    long begin = bench.pace().nanoTime();
    while (!counts.values().stream().allMatch(Count::isComplete)
        && bench.pace().nanoTime() - begin < COUNTED.toNanos()) {
      List<LiveCall<?, ?>> asked = new ArrayList<>();
      for (int i = 0; i < ASKED_AT_ONCE; i++) {
        asked.add(service.ask(channel, new Metadata(), bench.asked().deadline()));
      }
      for (LiveCall<?, ?> call : asked) {
        if (call.answer().isEmpty() && call.pod().isPresent()) {
          Seen.in(call.headers().join())
              .ifPresent(
                  seen ->
                      counts.computeIfPresent(
                          call.pod().get(),
                          (pod, count) ->
                              new Count(
                                  count.calls(),
                                  count.before(),
                                  OptionalLong.of(
                                      Math.max(count.after().orElse(0), seen.cancelled())))));
        }
      }
      bench.pace().pause(POLL);
    }
  }

  /**
   * Judges.
   *
   * @param calls that were cancelled
   * @param failed why one of them had ended before; empty if none had
   * @param counts by pod, of those whose pod had begun to answer
   */
  static Result judge(int calls, Optional<String> failed, Map<String, Count> counts) {
    int begun = counts.values().stream().mapToInt(Count::calls).sum();
    if (begun == 0) {
      return Result.inconclusive(
          Code.CANCEL, "no pod began to answer " + calls + " calls, so none could be cancelled");
    }
    long counted = counts.values().stream().mapToLong(Count::counted).sum();
    long unseen =
        counts.values().stream()
            .filter(count -> count.after().isEmpty())
            .mapToInt(Count::calls)
            .sum();
    String line = counted + " of " + begun + " cancels are counted by the pods";
    List<String> seen =
        new TreeMap<>(counts)
            .entrySet().stream().map(e -> evidence(e.getKey(), e.getValue())).toList();
    if (counted + unseen < begun) {
      return Result.of(Code.CANCEL, Grade.FAIL, line + " within 3 s")
          .because(Blame.PROXY, "the proxy does not pass on that the caller has gone", seen);
    }
    if (unseen > 0 || begun < calls) {
      return Result.of(
              Code.CANCEL,
              Grade.INCONCLUSIVE,
              line
                  + (unseen > 0 ? "; the pods of " + unseen + " were not seen again" : "")
                  + (begun < calls
                      ? "; "
                          + (calls - begun)
                          + " did not begin "
                          + failed.map(why -> "(" + why + ")").orElse("in time")
                      : ""))
          .explained("", seen);
    }
    return Result.pass(Code.CANCEL, line);
  }

  private static String evidence(String pod, Count count) {
    return count.after().isEmpty()
        ? pod + ": had " + count.calls() + ", was not seen again"
        : pod + ": had " + count.calls() + ", counts " + count.counted();
  }
}
