package greeter.client.transport;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * What the peer's SETTINGS say (RFC 9113, section 6.5.2), as far as anybody here asks.
 *
 * @param maxConcurrentStreams empty: no limit
 */
public record Settings(OptionalLong maxConcurrentStreams) {
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int ENTRY_BYTES = 6;

  static Settings of(Frame frame) {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    OptionalLong streams = OptionalLong.empty();
    while (payload.remaining() >= ENTRY_BYTES) {
      int key = payload.getShort();
      long value = Integer.toUnsignedLong(payload.getInt());
      if (key == MAX_CONCURRENT_STREAMS) {
        streams = OptionalLong.of(value);
      }
    }
    return new Settings(streams);
  }
}
