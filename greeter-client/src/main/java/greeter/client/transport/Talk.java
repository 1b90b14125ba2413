package greeter.client.transport;

import java.util.Optional;

/**
 * What came of one connection.
 *
 * @param handshake what was seen of TLS; empty in cleartext
 */
public record Talk(Optional<Handshake> handshake, Answer answer) {
  /** Whether a TLS handshake ended well. */
  public boolean isTls() {
    return handshake.flatMap(Handshake::protocol).isPresent();
  }
}
