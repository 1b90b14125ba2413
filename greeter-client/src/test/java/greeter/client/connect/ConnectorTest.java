package greeter.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorTest {
  /** gRPC reads targets by rules of its own; whatever is accepted here must be accepted there. */
  @ParameterizedTest
  @CsvSource({
    "localhost:80, localhost:80",
    "1.a:1, 1.a:1",
    "a.:1, a.:1",
    "[::1]:8080, [::1]:8080",
    "dns:///[::1]:1, [::1]:1",
    "dns:[::1], [::1]",
    "dns:127.0.0.1:1, 127.0.0.1:1",
    "dns:///host, host",
    "dns://8.8.8.8:53/host:1, host:1",
    "unix:///run/greeter.sock, /run/greeter.sock",
    "unix:/run/greeter.sock, /run/greeter.sock",
    "unix:here.sock, here.sock",
  })
  void connect_acceptedTarget_isAcceptedByGrpc(String written, String authority) {
    ManagedChannel channel = connector(written, Optional.empty()).connect();

    assertThat(channel.authority()).isEqualTo(authority);
    channel.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"host", "host:80", "[::1]:443", "10.0.0.1"})
  void connect_acceptedAuthority_isAcceptedByGrpc(String authority) {
    assertThat(Target.isAuthority(authority)).isTrue();
    ManagedChannel channel = connector("localhost:80", Optional.of(authority)).connect();

    assertThat(channel.authority()).isEqualTo(authority);
    channel.shutdownNow();
  }

  private static Connector connector(String target, Optional<String> authority) {
    return new Connector(
        Target.parse(target, 80), Optional.empty(), authority, "pick_first", new Metadata());
  }
}
