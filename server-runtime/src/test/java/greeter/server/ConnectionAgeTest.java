package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ConnectionAgeTest {
  @Test
  void oldConnection_isToldToGo() throws IOException, InterruptedException {
    try (Serving serving = Serving.start(shortLived(), List.of(OwnHello.echo()));
        RawConnection connection = RawConnection.to(serving.port())) {
      // Twice, around a PING: what the client sent before it read the first is still served.
      assertThat(connection.next()).isEqualTo("GOAWAY NO_ERROR \"max_age\"");
      assertThat(connection.next()).isEqualTo("GOAWAY NO_ERROR \"max_age\"");
      assertThat(connection.next()).isEqualTo(RawConnection.CLOSED);
    }
  }

  @Test
  void callOnOldConnection_isCutAfterGrace() throws Exception {
    Held held = new Held();
    try (Serving serving = Serving.start(shortLived(), List.of(held.service()))) {
      assertThat(
              Exchange.of(
                      serving.channel(),
                      HelloGrpc.getSayHelloMethod(),
                      HelloRequest.getDefaultInstance())
                  .end())
          .startsWith("UNAVAILABLE");
    }
  }

  /** The least that the environment may say is a second, longer than a test should take. */
  private static ServerConfig shortLived() {
    ServerConfig config = Serving.config(Map.of());
    return new ServerConfig(
        config.listen(),
        config.pod(),
        config.settle(),
        Duration.ofMillis(50),
        Optional.of(Duration.ofMillis(50)),
        config.maxMessageBytes(),
        config.maxMetadataBytes(),
        config.permitKeepAlive(),
        config.faultInjection());
  }
}
