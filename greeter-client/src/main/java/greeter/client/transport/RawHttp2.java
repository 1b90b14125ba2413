package greeter.client.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A client's connection of HTTP/2 at the level of frames (RFC 9113); for one thread. */
public final class RawHttp2 implements AutoCloseable {
  /** RFC 9113, section 3.4. */
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

  private final Line line;

  RawHttp2(Line line) {
    this.line = line;
  }

  /**
   * Connects as a channel would, but trusts every certificate: whoever cares has asked the {@link
   * TransportProbe}.
   *
   * @param limit for the connection and the TLS handshake
   */
  public static RawHttp2 connect(Connector connector, Target.Endpoint endpoint, Duration limit)
      throws IOException {
    long until = System.nanoTime() + limit.toNanos();
    Socket socket = Line.dial(endpoint, until);
    if (connector.tls().isPresent()) {
      String host = connector.authority().map(Target::hostOf).orElse(endpoint.host());
      socket = new TlsClient(connector.tls().get(), host).connect(socket, "h2", until);
    }
    RawHttp2 http2 = new RawHttp2(new Line(socket));
    http2.open();
    return http2;
  }

  /** Sends what a client must send first: the preface, and SETTINGS, here empty. */
  void open() {
    line.write(PREFACE);
    send(Frame.settings());
  }

  /** Sends a PING. */
  public void ping(long opaque) {
    send(new Frame(Frame.PING, 0, 0, ByteBuffer.allocate(Long.BYTES).putLong(opaque).array()));
  }

  private void send(Frame frame) {
    byte[] payload = frame.payload();
    line.write(
        ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length)
            .putInt(payload.length << 8 | frame.type())
            .put((byte) frame.flags())
            .putInt(frame.stream())
            .put(payload)
            .array());
  }

  /**
   * The next frame. SETTINGS and PING are acknowledged before they are returned.
   *
   * @param limit how long to wait
   * @return empty if none came in time, or the connection has ended, or what came is no frame
   */
  public Optional<Frame> next(Duration limit) throws InterruptedException {
    return next(System.nanoTime() + limit.toNanos());
  }

  Optional<Frame> next(long until) throws InterruptedException {
    if (!line.has(Frame.HEADER_BYTES, until)) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(line.unread());
    int lengthAndType = header.getInt();
    int length = lengthAndType >>> 8;
    if (length > Frame.MOST_PAYLOAD_BYTES || !line.has(Frame.HEADER_BYTES + length, until)) {
      return Optional.empty();
    }
    Frame frame =
        new Frame(
            lengthAndType & 0xff,
            header.get() & 0xff,
            header.getInt() & Integer.MAX_VALUE,
            payload(line.take(Frame.HEADER_BYTES + length)));
    if (frame.is(Frame.SETTINGS) || frame.is(Frame.PING)) {
      send(frame.acknowledged());
    }
    return Optional.of(frame);
  }

  private static byte[] payload(byte[] frame) {
    return Arrays.copyOfRange(frame, Frame.HEADER_BYTES, frame.length);
  }

  /** Whether the peer has ended the connection, as far as was read. */
  public boolean ended() {
    return line.ended();
  }

  @Override
  public void close() {
    line.close();
  }
}
