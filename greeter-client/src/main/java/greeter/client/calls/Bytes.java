package greeter.client.calls;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Methods that this program has no stubs for: their messages are the bytes on the wire. */
public final class Bytes {
  private static final MethodDescriptor.Marshaller<byte[]> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return Bytes.stream(message);
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

  /** A message as gRPC sends it. */
  public static InputStream stream(byte[] message) {
    return new Message(message);
  }

  /** Writes itself, since gRPC would copy it through a buffer of 8 KiB that it makes for each. */
  private static final class Message extends ByteArrayInputStream
      implements KnownLength, Drainable {
    Message(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos += length;
      return length;
    }
  }
}
