package greeter.client.transport;

/**
 * A frame of HTTP/2 (RFC 9113, section 4.1).
 *
 * @param type 0..255
 * @param flags 0..255
 * @param stream 0 for the connection
 */
@SuppressWarnings("ArrayRecordComponent") // frames are read, never compared
public record Frame(int type, int flags, int stream, byte[] payload) {
  static final int SETTINGS = 4;
  static final int PING = 6;
  public static final int GOAWAY = 7;

  static final int HEADER_BYTES = 9;

  /** What nobody may exceed, since nobody here raises SETTINGS_MAX_FRAME_SIZE. */
  static final int MOST_PAYLOAD_BYTES = 16_384;

  private static final int ACK = 1;

  static Frame settings() {
    return new Frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** The acknowledgement of this SETTINGS or PING. */
  Frame acknowledged() {
    return new Frame(type, ACK, 0, type == PING ? payload : new byte[0]);
  }

  boolean isAcknowledgement() {
    return (type == SETTINGS || type == PING) && (flags & ACK) != 0;
  }

  /** Whether it answers a PING. */
  public boolean isPong() {
    return type == PING && isAcknowledgement();
  }

  /** Whether it is of this type, and speaks for itself rather than to acknowledge. */
  public boolean is(int wanted) {
    return type == wanted && !isAcknowledgement();
  }
}
