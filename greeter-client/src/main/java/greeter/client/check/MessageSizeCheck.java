package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** MSG-SIZE: the largest request that is answered. Each has a connection of its own. */
final class MessageSizeCheck implements Check {
  /** 3.9 MiB is as near to gRPC's own 4 MiB as leaves room for what surrounds it. */
  private static final List<Integer> KIB = List.of(64, 1024, 3993);

  /** Proxies take 64 KiB a round trip: 3.9 MiB are 62 of them. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Override
  public List<Code> codes() {
    return List.of(Code.MSG_SIZE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    List<ManagedChannel> channels = new ArrayList<>();
    List<LiveCall<?, ?>> calls = new ArrayList<>();
    for (int kib : KIB) {
      ManagedChannel channel = bench.channel();
      channels.add(channel);
      calls.add(bench.facts().service().askPadded(channel, kib * 1024, DEADLINE));
    }
    List<Size> sizes = new ArrayList<>();
    for (int i = 0; i < KIB.size(); i++) {
      sizes.add(new Size(KIB.get(i), words(KIB.get(i)), calls.get(i).answer()));
    }
    channels.forEach(ManagedChannel::shutdown);
    return List.of(judge(sizes, bench.facts()));
  }

  static Result judge(List<Size> sizes, Facts facts) {
    List<Size> failures = Size.failures(sizes);
    int largest = Size.largest(sizes);
    if (failures.isEmpty()) {
      return Result.pass(Code.MSG_SIZE, "requests of " + Size.names(sizes) + " are answered")
          .measuring(largest);
    }
    Size smallest = failures.get(0);
    List<String> seen = failures.stream().map(Size::reason).toList();
    if (smallest.isUnanswered()) {
      return Result.inconclusive(
          Code.MSG_SIZE,
          "a request of "
              + smallest.what()
              + " has no answer within 20 s: stalled, or a slow line");
    }
    if (smallest.isRefusedForNow()) {
      return Result.inconclusive(
          Code.MSG_SIZE, "a call is refused whatever its size: " + smallest.reason());
    }
    Failed refusal = smallest.failure().orElseThrow();
    Blame blame = facts.blame(refusal);
    return Result.of(
            Code.MSG_SIZE,
            Code.MSG_SIZE.bounds().grade(largest),
            "requests of "
                + smallest.what()
                + " are refused"
                + (largest > 0 ? ", " + words(largest) + " is the largest answered" : "")
                + " ("
                + refusal.reason()
                + ")")
        .measuring(largest)
        .because(blame, cause(blame), seen)
        .about(topics(blame));
  }

  private static Set<String> topics(Blame blame) {
    return switch (blame) {
      case PROXY -> Set.of("", "parts");
      case APP -> Set.of("receiver", "parts");
      case NETWORK, CANNOT_TELL -> Set.of("", "receiver", "parts");
    };
  }

  private static String cause(Blame blame) {
    return switch (blame) {
      case PROXY -> "the proxy limits the size of a request's body";
      case APP -> "the application refuses large messages itself";
      case NETWORK -> "the connection ended while the message was on its way";
      case CANNOT_TELL ->
          "a limit on messages, of the servers (maxInboundMessageSize) or of a proxy that reads"
              + " them";
    };
  }

  private static String words(int kib) {
    return switch (kib) {
      case 1024 -> "1 MiB";
      case 3993 -> "3.9 MiB";
      default -> kib + " KiB";
    };
  }
}
