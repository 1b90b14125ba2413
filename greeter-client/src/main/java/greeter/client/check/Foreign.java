package greeter.client.check;

import greeter.client.calls.LiveCall;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Methods that this program has no stubs for; their messages are the bytes on the wire. */
final class Foreign {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
          try {
            return message.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** A method of a service that nobody has. */
  static final String NOBODYS = "helloworld.Nobody/Ask";

  private Foreign() {}

  /** Calls {@link #NOBODYS}. */
  static LiveCall<byte[], byte[]> callNobodys(Channel channel, Duration deadline) {
    LiveCall<byte[], byte[]> call =
        LiveCall.start(
            channel, method(MethodType.UNARY, NOBODYS), new Metadata(), Optional.of(deadline));
    call.send(new byte[0]);
    call.halfClose();
    return call;
  }

  /**
   * A method.
   *
   * @param name in full, as {@code grpc.health.v1.Health/Check}
   */
  static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
    return MethodDescriptor.newBuilder(BYTES, BYTES).setType(type).setFullMethodName(name).build();
  }
}
