package greeter.client.transport;

import java.util.Optional;

/** What a peer makes of the first bytes that it is sent. */
public sealed interface Answer {
  /** HTTP/2, as gRPC needs it. */
  record Http2(Settings settings) implements Answer {}

  /** HTTP/2 that ends the connection before a request has come. */
  record Refused(Goaway goaway) implements Answer {}

  /**
   * HTTP/1.
   *
   * @param location where it redirects to
   * @param server the program, as it calls itself
   */
  record Http1(int status, Optional<String> location, Optional<String> server) implements Answer {}

  /** TLS, to words in cleartext. */
  record TlsRecord() implements Answer {}

  /** Something in cleartext, to the beginning of a TLS handshake. */
  record Cleartext() implements Answer {}

  /**
   * No TLS connection.
   *
   * @param alert the alert's name, as handshake_failure (RFC 8446, section 6), or what Java says
   *     where it ended the handshake itself
   */
  record TlsRefused(String alert) implements Answer {}

  /** Neither HTTP nor TLS; the first bytes, printable. */
  record Unknown(String beginning) implements Answer {}

  /** Nothing, within the limit. */
  record Silence() implements Answer {}

  /** The end of the connection. */
  record Closed() implements Answer {}

  /** The end of the connection by RST. */
  record Reset() implements Answer {}

  /** No connection. */
  record Unreachable(String why) implements Answer {}
}
