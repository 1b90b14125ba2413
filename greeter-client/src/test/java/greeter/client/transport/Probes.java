package greeter.client.transport;

import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.connect.Tls;
import io.grpc.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Probes ports of the loopback. */
final class Probes {
  private Probes() {}

  static Observation probe(int port, Optional<Tls> tls, Optional<String> authority, Duration limit)
      throws InterruptedException {
    return probe("127.0.0.1", port, tls, authority, limit, Clock.systemUTC());
  }

  static Observation probe(
      String host,
      int port,
      Optional<Tls> tls,
      Optional<String> authority,
      Duration limit,
      Clock clock)
      throws InterruptedException {
    return new TransportProbe(
            new Connector(
                Target.parse(host + ":" + port, 80), tls, authority, "pick_first", new Metadata()),
            new Target.Endpoint(host, port),
            limit)
        .run(clock);
  }
}
