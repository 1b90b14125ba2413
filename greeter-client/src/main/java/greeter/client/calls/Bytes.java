package greeter.client.calls;

import greeter.api.MessageBytes;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Methods that this program has no stubs for: their messages are the bytes on the wire. */
public final class Bytes {
  private static final MethodDescriptor.Marshaller<byte[]> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new MessageBytes(message);
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

  private Bytes() {}

  /**
   * A method.
   *
   * @param name in full, as {@code grpc.health.v1.Health/Check}
   */
  public static MethodDescriptor<byte[], byte[]> method(
      MethodDescriptor.MethodType type, String name) {
    return MethodDescriptor.newBuilder(MARSHALLER, MARSHALLER)
        .setType(type)
        .setFullMethodName(name)
        .build();
  }
}
