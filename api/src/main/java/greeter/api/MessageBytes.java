package greeter.api;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A message as gRPC sends it, marshalled already. It writes itself, since gRPC would copy it
 * through a buffer of 8 KiB that it makes for each.
 */
public final class MessageBytes extends ByteArrayInputStream implements KnownLength, Drainable {
  public MessageBytes(byte[] message) {
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
