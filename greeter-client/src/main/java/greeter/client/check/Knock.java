package greeter.client.check;

import greeter.client.calls.LiveCall;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether calls are answered on a channel: some are made at once, since one may meet a pod that
 * hangs.
 */
final class Knock {
  private static final int CALLS = 6;

  private final CompletableFuture<Optional<LiveCall<?, ?>>> first = new CompletableFuture<>();

  private Knock(List<LiveCall<?, ?>> calls) {
    AtomicInteger open = new AtomicInteger(calls.size());
    for (LiveCall<?, ?> call : calls) {
      var unused =
          call.ended()
              .thenAccept(
                  end -> {
                    if (end.status().isOk()) {
                      first.complete(Optional.of(call));
                    }
                    if (open.decrementAndGet() == 0) {
                      first.complete(Optional.empty());
                    }
                  });
    }
  }

  /** Makes the calls. */
  static Knock on(Channel channel, Service<?, ?> service, Duration deadline) {
    List<LiveCall<?, ?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(service.call(channel, deadline));
    }
    return new Knock(calls);
  }

  /** Waits for the first that is answered; empty if none is. */
  Optional<LiveCall<?, ?>> firstAnswered() throws InterruptedException {
    try {
      return first.get(); // each call has a deadline, and so an end
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
