package greeter.client.calls;

import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about connections that are made, and over which no call can be sent. */
public final class Handshake {
  /** What Java says of certificates and handshakes. */
  private static final Pattern TLS =
      Pattern.compile("certification path|certificate|SSLHandshake|subject alternative");

  /** What Netty's Http2ConnectionHandler says of a peer that answers in another protocol. */
  private static final String NO_HTTP2 = "First received frame was not SETTINGS";

  /** Netty's NotSslRecordException. */
  private static final String NO_TLS = "not an SSL/TLS record";

  private Handshake() {}

  /**
   * What to do, in a sentence without its full stop.
   *
   * @param target as its user has written it
   * @param reason why no call was answered
   * @return empty if it is no matter of the handshake
   */
  public static Optional<String> advice(String target, String reason) {
    if (TLS.matcher(reason).find()) {
      return Optional.of(
          "TLS does not come about: greeter-client check %s --tls --only H2C tells why; --cacert FILE names a private authority"
              .formatted(target));
    }
    if (reason.contains(NO_TLS)) {
      return Optional.of(
          "what listens there speaks no TLS: without --tls, if it is gRPC in cleartext; greeter-client check %s --only H2C tells what it speaks"
              .formatted(target));
    }
    return reason.contains(NO_HTTP2)
        ? Optional.of(
            "what listens there does not answer in HTTP/2 without TLS: --tls, if it speaks that; greeter-client check %s --only H2C tells what it speaks"
                .formatted(target))
        : Optional.empty();
  }
}
