package greeter.client.check;

import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why the streams of a service do not work, where its single calls do: whatever is asked of streams
 * would be told as something else.
 *
 * @param refused how they are refused, by somebody before the pods; empty: their replies are held
 *     back until they end
 */
record StreamFault(Optional<Failed> refused) {
  /** All of them must show it. */
  private static final int STREAMS = 3;

  /**
   * Opens bidirectional streams.
   *
   * @param deadline for a first reply, and for the end
   * @return empty if they work, or do not show why not
   */
  static Optional<StreamFault> of(Service<?, ?> service, Channel channel, Duration deadline)
      throws InterruptedException {
    List<LiveCall<?, ?>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(service.converse(channel, deadline.multipliedBy(2)));
    }
    Until until = Until.after(deadline);
    int replied = 0;
    for (LiveCall<?, ?> stream : streams) {
      replied += stream.repliesWithin(1, until.left()) ? 1 : 0;
    }
    streams.forEach(LiveCall::halfClose);
    Until over = Until.after(deadline);
    List<Failed> refused = new ArrayList<>();
    int repliedInTheEnd = 0;
    for (LiveCall<?, ?> stream : streams) {
      Optional<LiveCall.Ended> end = stream.endWithin(over.left());
      end.flatMap(LiveCall.Ended::failure).filter(Failed::isUnsigned).ifPresent(refused::add);
      repliedInTheEnd +=
          end.filter(e -> e.status().isOk()).isPresent() && stream.replies() > 0 ? 1 : 0;
    }
    streams.forEach(LiveCall::cancel); // those that hang
    if (refused.size() == STREAMS) {
      return Optional.of(new StreamFault(Optional.of(refused.get(0))));
    }
    return replied == 0 && repliedInTheEnd == STREAMS
        ? Optional.of(new StreamFault(Optional.empty()))
        : Optional.empty();
  }

  /** As evidence. */
  String what() {
    return refused
        .map(failed -> "single calls are answered, streams are refused: " + failed.reason())
        .orElse("a stream's replies come when it has ended, and none before");
  }
}
