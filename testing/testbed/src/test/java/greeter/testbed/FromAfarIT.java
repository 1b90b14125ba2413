package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At a round trip of 100 ms: calls are in flight together, and Ctrl-C tells what is known. */
class FromAfarIT {
  private static final Duration ROUND_TRIP = Duration.ofMillis(100);

  private static Ring ring;

  @BeforeAll
  static void startRing() throws IOException {
    ring = Ring.inProcess(3, Map.of("GREETER_FAULT_INJECTION", "true"));
  }

  @AfterAll
  static void stopRing() {
    ring.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "8", "fresh"})
  @Timeout(30) // the promise; most of it is waiting, so a busy machine does not break it
  void spread_endsInTime(String connections) throws Exception {
    try (Balancer balancer = Balancer.start(Fault.NONE, ring);
        SlowLink link = SlowLink.to(balancer.address(), ROUND_TRIP)) {
      Client.Result result =
          Client.run("spread", link.address(), "--expect-pods", "3", "--connections", connections);

      assertThat(result.out()).contains("2400 answered, 0 failed").endsWith("\nPASS\n");
    }
  }

  @Test
  void check_quickForm_endsInTime() throws Exception {
    try (Balancer balancer = Balancer.start(Fault.NONE, ring);
        SlowLink link = SlowLink.to(balancer.address(), ROUND_TRIP)) {
      Client.Result result = Client.run("check", link.address(), "--expect-pods", "3");

      Matcher took = Pattern.compile(", in ([0-9.]+) s\n").matcher(result.out());
      assertThat(took.find()).as(result.out()).isTrue();
      assertThat(Double.parseDouble(took.group(1))).isLessThan(30);
      assertThat(result.out()).doesNotContain("  FAIL ").endsWith("\nPASS\n");
    }
  }

  @Test
  @Tag("external") // GNU's env
  void spread_interrupted() throws Exception {
    try (Balancer balancer = Balancer.start(Fault.NONE, ring);
        SlowLink link = SlowLink.to(balancer.address(), ROUND_TRIP);
        Client client = Client.startWithSigint("spread", link.address(), "--calls", "1000000")) {
      // The first only sees whether somebody listens.
      assertThat(link.awaitConnections(2)).isTrue();
      Signals.send("INT", client.pid());

      Client.Result result = client.result();
      assertThat(result.out())
          .containsPattern(
              "Hello: 1000000 calls over 1 connection: \\d+ answered, 0 failed, \\d+ not sent")
          .endsWith("\ninterrupted\n");
      assertThat(result.exitCode()).isEqualTo(130);
    }
  }

  @Test
  @Tag("external") // GNU's env
  void load_interrupted() throws Exception {
    try (Balancer balancer = Balancer.start(Fault.NONE, ring);
        SlowLink link = SlowLink.to(balancer.address(), ROUND_TRIP);
        Client client =
            Client.startWithSigint("load", link.address(), "--warmup", "0s", "--duration", "1h")) {
      // The first only sees whether somebody listens, the second asks what health knows of.
      assertThat(link.awaitConnections(3)).isTrue();
      Signals.send("INT", client.pid());

      Client.Result result = client.result();
      assertThat(result.out()).contains("it was interrupted: this is what was known by then");
      assertThat(result.exitCode()).isEqualTo(130);
    }
  }
}
