package greeter.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import greeter.api.Wire;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Why the peer ends the connection (RFC 9113, sections 6.8 and 7).
 *
 * @param code its name, as ENHANCE_YOUR_CALM; its number in hex if it has none
 * @param debug what the peer says beside it, printable; often empty
 */
public record Goaway(String code, String debug) {
  private static final List<String> CODES =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM",
          "INADEQUATE_SECURITY",
          "HTTP_1_1_REQUIRED");

  /** Reads a GOAWAY. */
  public static Goaway of(Frame frame) {
    if (frame.payload().length < 8) {
      return new Goaway("of " + frame.payload().length + " bytes", "");
    }
    ByteBuffer payload = ByteBuffer.wrap(frame.payload(), 4, frame.payload().length - 4);
    long code = Integer.toUnsignedLong(payload.getInt());
    return new Goaway(
        code < CODES.size() ? CODES.get((int) code) : "0x" + Long.toHexString(code),
        Wire.printable(UTF_8.decode(payload).toString()));
  }

  @Override
  public String toString() {
    return "GOAWAY " + code + (debug.isEmpty() ? "" : " \"" + debug + "\"");
  }
}
