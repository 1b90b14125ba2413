package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.connect.Connector;
import greeter.client.server.GreetingServer;
import io.grpc.ManagedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultInjectionTest {
  @Test
  void of_whatIsToldAndObeyed() {
    assertThat(FaultInjection.of(true, true)).isEqualTo(FaultInjection.USABLE);
    assertThat(FaultInjection.of(true, false)).isEqualTo(FaultInjection.NOT_ASKED);
    assertThat(FaultInjection.of(false, true)).isEqualTo(FaultInjection.NOT_TOLD);
    assertThat(FaultInjection.of(false, false)).isEqualTo(FaultInjection.OFF);
  }

  @Test
  void lack_saysWhatIsNeeded() {
    assertThat(FaultInjection.USABLE.lack()).isEmpty();
    assertThat(FaultInjection.NOT_ASKED.lack().orElseThrow()).startsWith("needs rpc-behavior");
    assertThat(FaultInjection.NOT_TOLD.lack().orElseThrow()).startsWith("needs greeter-seen");
    assertThat(FaultInjection.OFF.lack().orElseThrow()).startsWith("needs GREETER_FAULT_INJECTION");
  }

  @Test
  void isTold_isObeyed_byServersWithoutIt_areNot() throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "a", GreetingServer.both("a"))) {
      Connector connector = server.connector();
      ManagedChannel channel = connector.connect();
      Service<?, ?> hello = Service.ALL.get(0);
      Duration deadline = Duration.ofSeconds(5);

      assertThat(FaultInjection.isTold(channel, hello, deadline)).isFalse();
      assertThat(FaultInjection.isObeyed(channel, hello, deadline)).isFalse();
      channel.shutdownNow();
    }
  }
}
