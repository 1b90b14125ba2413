package greeter.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A call that stays open and busy: its initial metadata have been sent, and the first message of
 * its handler goes out on each beat, if the caller has room for it. The others are dropped, and so
 * is the handler's OK; another status ends the call.
 */
final class PacedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final Duration beat;
  private final FaultInjection.Hold hold;
  private boolean paced;

  PacedCall(ServerCall<Q, A> call, Duration beat, FaultInjection.Hold hold) {
    super(call);
    this.beat = beat;
    this.hold = hold;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // They have been sent.
  }

  @Override
  public void sendMessage(A message) {
    if (!paced) {
      paced = true;
      // A message is a stream of bytes here, which can be read once.
      byte[] bytes = bytes(message);
      hold.every(beat, () -> send(bytes));
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!status.isOk()) {
      hold.end();
      super.close(status, trailers);
    }
  }

  private void send(byte[] bytes) {
    if (isReady()) {
      super.sendMessage(getMethodDescriptor().parseResponse(new ByteArrayInputStream(bytes)));
    }
  }

  private byte[] bytes(A message) {
    MethodDescriptor<Q, A> method = getMethodDescriptor();
    try (InputStream in = method.streamResponse(message)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
