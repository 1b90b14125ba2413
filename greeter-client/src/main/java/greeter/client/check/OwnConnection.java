package greeter.client.check;

import greeter.client.calls.LiveCall;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A channel of its own, and the call that made it connect.
 *
 * @param first that call
 */
record OwnConnection(ManagedChannel channel, LiveCall<?, ?> first) {
  /** Begins to connect. */
  static OwnConnection open(Bench bench, Service<?, ?> service) {
    ManagedChannel channel = bench.channel();
    return new OwnConnection(channel, service.call(channel, bench.asked().deadline()));
  }

  /** Waits for the answer to the first call; how it failed, if it did. */
  Optional<LiveCall.Ended> failure(Duration deadline) throws InterruptedException {
    // The call ends by its own deadline; this only must not be before it.
    return first.endWithin(deadline.plusSeconds(1)).filter(end -> !end.status().isOk());
  }

  /** The connection that carried the first call; empty if none did. */
  Optional<SocketAddress> address() {
    return first.connection();
  }
}
