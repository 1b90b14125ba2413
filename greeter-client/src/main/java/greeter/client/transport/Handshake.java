package greeter.client.transport;

import java.util.List;
import java.util.Optional;

/**
 * What was seen of TLS on one connection, whether or not it came to anything.
 *
 * @param protocol as TLSv1.3; empty if the handshake did not end well
 * @param alpn the protocol that the server chose; empty if none
 * @param chain the server's certificates, its own first; empty if it sent none
 * @param untrusted why a channel would not trust the chain
 * @param isOfStrangers whether a channel would not trust it even while all of it was valid
 * @param isForAnother whether the server's certificate is not for the name that was asked for,
 *     trusted or not
 */
public record Handshake(
    Optional<String> protocol,
    Optional<String> alpn,
    List<Certified> chain,
    Optional<String> untrusted,
    boolean isOfStrangers,
    boolean isForAnother,
    ClientAuth clientAuth) {

  /** What became of the client's certificate. */
  public enum ClientAuth {
    NOT_ASKED,
    ASKED_NOT_GIVEN,
    GIVEN
  }

  public Handshake {
    chain = List.copyOf(chain);
  }
}
