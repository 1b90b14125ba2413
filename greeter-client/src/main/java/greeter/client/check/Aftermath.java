package greeter.client.check;

import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import greeter.client.connect.Reach;
import io.grpc.Channel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be seen after a stream or a call has ended, or has fallen silent.
 *
 * @param end how it ended; empty if it fell silent
 * @param servedBy the pod that had begun to answer
 * @param next where the next call was answered
 * @param pods that answered since, all on one connection
 * @param missing pods of which one had served it, and that have answered none of the calls since
 * @param passedOver pods that have answered none of the calls since, but another stream all the
 *     time: they are there, and get no calls
 * @param calls how many calls were answered since
 * @param unreachable why no TCP connection can be made, where no call was answered
 */
record Aftermath(
    Optional<Failed> end,
    Optional<String> servedBy,
    Next next,
    Set<String> pods,
    Set<String> missing,
    Set<String> passedOver,
    int calls,
    Optional<String> unreachable) {

  /** Where the next call on the same channel was answered. */
  enum Next {
    SAME_CONNECTION,
    NEW_CONNECTION,
    /** Not there, but on another channel. */
    ELSEWHERE,
    NOWHERE
  }

  private static final int CALLS_TOGETHER = 20;

  // With R pods that are picked at random, one of them is missed by 8 R calls once in 3,000 times.
  private static final int CALLS_PER_POD = 8;
  private static final int CALLS_MIN = 40;
  private static final int CALLS_MAX = 400;

  Aftermath {
    pods = Set.copyOf(pods);
    missing = Set.copyOf(missing);
    passedOver = Set.copyOf(passedOver);
  }

  /**
   * Looks around. Where calls are answered that takes some round trips; where none is, two
   * deadlines and a TCP connection's.
   *
   * @param channel that carried it
   * @param connection of that channel that carried it; empty if unknown
   */
  static Aftermath see(
      Bench bench,
      Service<?, ?> service,
      Channel channel,
      Optional<SocketAddress> connection,
      Optional<Failed> end,
      Optional<String> servedBy)
      throws InterruptedException {
    Duration deadline = bench.asked().deadline();
    Optional<Failed> spoken = end.filter(failed -> !failed.isOurDeadline());
    Optional<LiveCall<?, ?>> here = Knock.on(channel, service, deadline).firstAnswered();
    if (here.isPresent()) {
      Next next =
          here.get().connection().equals(connection) ? Next.SAME_CONNECTION : Next.NEW_CONNECTION;
      return counted(bench, spoken, servedBy, next, service, channel);
    }
    Channel other = bench.channel();
    if (Knock.on(other, service, deadline).firstAnswered().isPresent()) {
      return counted(bench, spoken, servedBy, Next.ELSEWHERE, service, other);
    }
    Optional<String> unreachable = Reach.whyNot(bench.connector().target(), deadline);
    return new Aftermath(
        spoken, servedBy, Next.NOWHERE, Set.of(), Set.of(), Set.of(), 0, unreachable);
  }

  /** Calls until the pod has answered, or is not likely to; any of them, where it is unknown. */
  private static Aftermath counted(
      Bench bench,
      Optional<Failed> end,
      Optional<String> servedBy,
      Next next,
      Service<?, ?> service,
      Channel channel)
      throws InterruptedException {
    Duration deadline = bench.asked().deadline();
    Set<String> pods = new HashSet<>();
    Set<String> missing = new HashSet<>(servedBy.map(Set::of).orElse(bench.facts().pods()));
    int calls = 0;
    int wanted = CALLS_TOGETHER;
    boolean allAnswered = true;
    // Where some have none, a pod hangs: to ask on would take a deadline each time.
    for (int sent = 0; sent < wanted && allAnswered; sent += CALLS_TOGETHER) {
      for (LiveCall<?, ?> call : together(service, channel, deadline, CALLS_TOGETHER)) {
        if (isAnswered(call, deadline)) {
          calls++;
          call.pod().ifPresent(pods::add);
        } else {
          allAnswered = false;
        }
      }
      missing.removeAll(pods);
      if (!missing.isEmpty()) {
        int all = pods.size() + missing.size();
        wanted = Math.min(CALLS_MAX, Math.max(CALLS_MIN, CALLS_PER_POD * all));
      }
    }
    if (calls < (allAnswered ? wanted : CALLS_TOGETHER) / 2) {
      missing.clear(); // so few answers say nothing of who is there
    }
    return new Aftermath(end, servedBy, next, pods, missing, Set.of(), calls, Optional.empty());
  }

  /** This, where some of those that are missing are known to be there. */
  Aftermath butThere(Set<String> pods) {
    Set<String> stillMissing = new HashSet<>(missing);
    stillMissing.removeAll(pods);
    Set<String> there = new HashSet<>(missing);
    there.retainAll(pods);
    return new Aftermath(end, servedBy, next, this.pods, stillMissing, there, calls, unreachable);
  }

  private static List<LiveCall<?, ?>> together(
      Service<?, ?> service, Channel channel, Duration deadline, int calls) {
    List<LiveCall<?, ?>> together = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      together.add(service.call(channel, deadline));
    }
    return together;
  }

  private static boolean isAnswered(LiveCall<?, ?> call, Duration deadline)
      throws InterruptedException {
    // The call ends by its own deadline; this only must not be before it.
    return call.endWithin(deadline.plusSeconds(1)).filter(end -> end.status().isOk()).isPresent();
  }
}
