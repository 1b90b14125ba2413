package greeter.client.check;

import greeter.client.calls.Bytes;
import greeter.client.calls.LiveCall;
import greeter.client.calls.PodFrom;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.Optional;

/** A method of a service that nobody has. */
final class Foreign {
  static final String NOBODYS = "helloworld.Nobody/Ask";

  private Foreign() {}

  /** Calls {@link #NOBODYS}. */
  static LiveCall<byte[], byte[]> callNobodys(
      Channel channel, PodFrom<?> podFrom, Duration deadline) {
    LiveCall<byte[], byte[]> call =
        LiveCall.start(
            channel,
            Bytes.method(MethodType.UNARY, NOBODYS),
            podFrom,
            new Metadata(),
            Optional.of(deadline));
    call.send(new byte[0]);
    call.halfClose();
    return call;
  }
}
