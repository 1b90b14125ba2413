package greeter.client.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a port was seen to speak.
 *
 * @param host the name that was asked for, by SNI and of the certificate
 * @param tls whether the user asked for TLS
 * @param limit of each connection
 * @param at when
 * @param asked HTTP/2 as a channel would open it
 * @param http1 HTTP/1.1 with the same security; empty if HTTP/2 was answered, or nobody was reached
 * @param otherWay HTTP/2 with TLS where the user asked for cleartext, and in cleartext where for
 *     TLS; likewise
 */
public record Observation(
    String host,
    boolean tls,
    Duration limit,
    Instant at,
    Talk asked,
    Optional<Talk> http1,
    Optional<Talk> otherWay) {}
