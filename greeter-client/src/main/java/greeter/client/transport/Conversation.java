package greeter.client.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import greeter.api.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says something over a line, and tells what comes back. */
final class Conversation {
  private static final Pattern HEAD =
      Pattern.compile("(?s)HTTP/1\\.[01] (\\d{3})[^\\r\\n]*\\r?\\n.*");
  private static final Pattern LOCATION = header("Location");
  private static final Pattern SERVER = header("Server");
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
  private static final int MOST_HEAD_BYTES = 16_384;
  private static final int MOST_TEXT = 120;

  private final Line line;
  private final long until;

  /**
   * @param until by System.nanoTime
   */
  Conversation(Line line, long until) {
    this.line = line;
    this.until = until;
  }

  /** Opens HTTP/2, and waits until the peer has confirmed it. */
  Answer preface() throws InterruptedException {
    RawHttp2 http2 = new RawHttp2(line);
    http2.open();
    if (!line.has(Frame.HEADER_BYTES, until) || !beginsHttp2(line.unread())) {
      return other();
    }
    Optional<Settings> settings = Optional.empty();
    boolean confirmed = false;
    while (settings.isEmpty() || !confirmed) {
      Optional<Frame> next = http2.next(until);
      if (next.isEmpty()) {
        return settings.isEmpty() || line.ended() ? other() : new Answer.Http2(settings.get());
      }
      Frame frame = next.get();
      if (frame.is(Frame.GOAWAY)) {
        return new Answer.Refused(Goaway.of(frame));
      }
      if (frame.is(Frame.SETTINGS)) {
        settings = Optional.of(Settings.of(frame));
      }
      confirmed |= frame.type() == Frame.SETTINGS && frame.isAcknowledgement();
    }
    return new Answer.Http2(settings.get());
  }

  /** Asks by HTTP/1.1. */
  Answer get(String authority, String path) throws InterruptedException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, authority);
    line.write(request.getBytes(ISO_8859_1));
    boolean unused = line.has(1, until);
    return other();
  }

  /** A connection begins with SETTINGS on stream 0; some that refuse it begin with GOAWAY. */
  private static boolean beginsHttp2(byte[] bytes) {
    boolean onConnection = (bytes[5] | bytes[6] | bytes[7] | bytes[8]) == 0;
    return bytes[0] == 0
        && onConnection
        && (bytes[3] == Frame.SETTINGS || bytes[3] == Frame.GOAWAY);
  }

  private Answer other() throws InterruptedException {
    byte[] bytes = line.unread();
    if (bytes.length == 0) {
      return line.ended()
          ? line.reason().map(Conversation::ending).orElse(new Answer.Closed())
          : new Answer.Silence();
    }
    // An alert or a handshake, of any version of TLS.
    if (bytes.length >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 3) {
      return new Answer.TlsRecord();
    }
    String text = head();
    Matcher head = HEAD.matcher(text);
    return head.matches()
        ? new Answer.Http1(
            Integer.parseInt(head.group(1)), value(LOCATION, text), value(SERVER, text))
        : new Answer.Unknown(shortened(text.lines().findFirst().orElse("")));
  }

  private String head() throws InterruptedException {
    while (true) {
      int had = line.unread().length;
      String text = new String(line.unread(), ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0
          || had >= MOST_HEAD_BYTES
          || !text.startsWith("HTTP")
          || !line.has(had + 1, until)) {
        return end >= 0 ? text.substring(0, end + 2) : text;
      }
    }
  }

  private static Pattern header(String name) {
    return Pattern.compile("(?im)^" + name + ":[ \\t]*([^\\r\\n]+)");
  }

  private static Optional<String> value(Pattern header, String head) {
    Matcher matcher = header.matcher(head);
    return matcher.find() ? Optional.of(shortened(matcher.group(1).strip())) : Optional.empty();
  }

  private static String shortened(String text) {
    return Wire.printable(text.substring(0, Math.min(MOST_TEXT, text.length())));
  }

  /** What Java's exceptions say of how a connection, or a TLS handshake, ended. */
  static Answer ending(IOException e) {
    Optional<Matcher> alert =
        causes(e)
            .map(cause -> ALERT.matcher(String.valueOf(cause.getMessage())))
            .filter(Matcher::find)
            .findFirst();
    if (alert.isPresent()) {
      return new Answer.TlsRefused(alert.get().group(1));
    }
    if (causes(e).anyMatch(SocketTimeoutException.class::isInstance)) {
      return new Answer.Silence();
    }
    if (causes(e).anyMatch(EOFException.class::isInstance)) {
      return new Answer.Closed();
    }
    if (causes(e).anyMatch(SocketException.class::isInstance)) {
      return new Answer.Reset();
    }
    String message = String.valueOf(e.getMessage());
    // Java has one text for words that look like HTTP or SMTP, and one for all others.
    return message.contains("Unsupported or unrecognized SSL message")
            || message.contains("plaintext connection")
        ? new Answer.Cleartext()
        : new Answer.TlsRefused(shortened(message));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }
}
