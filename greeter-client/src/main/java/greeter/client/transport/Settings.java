package greeter.client.transport;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the peer's SETTINGS say (RFC 9113, section 6.5.2). Empty is not said.
 *
 * @param maxConcurrentStreams empty: no limit
 * @param initialWindowSize in bytes; empty: 65,535
 * @param maxHeaderListSize in bytes; empty: no limit that it tells
 */
public record Settings(
    OptionalLong maxConcurrentStreams,
    OptionalLong initialWindowSize,
    OptionalLong maxHeaderListSize) {

  static Settings of(Frame frame) {
    Map<Integer, Long> values = new HashMap<>();
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    while (payload.remaining() >= 6) {
      values.put((int) payload.getShort(), Integer.toUnsignedLong(payload.getInt()));
    }
    return new Settings(value(values, 3), value(values, 4), value(values, 6));
  }

  private static OptionalLong value(Map<Integer, Long> values, int key) {
    Long value = values.get(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
