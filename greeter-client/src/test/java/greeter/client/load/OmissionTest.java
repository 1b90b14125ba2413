package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.connect.Connector;
import greeter.client.server.GreetingServer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stands still for a second of a run of ten. */
@Timeout(60)
class OmissionTest {
  private static final int STALLS_AT = 400;
  private static final Workload HELLO = Workload.greetings("hello", 1, 0);

  private final AtomicInteger seen = new AtomicInteger();

  /** Calls are handled one after the other, on the connection's thread. */
  private GreetingServer stalling() {
    return GreetingServer.named(
        () -> "pod-1",
        GreetingServer.hello(
            request -> {
              if (seen.incrementAndGet() == STALLS_AT) {
                standStill();
              }
              return "Hello. At pod-1";
            }));
  }

  private static void standStill() {
    try {
      TimeUnit.SECONDS.sleep(1); // it is what is measured, not what is waited for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LoadResult run(GreetingServer server, Optional<Plan.Open> open, Duration warmup) {
    Connector connector = server.connector();
    Plan plan =
        new Plan(
            open,
            1,
            Optional.of(Duration.ofSeconds(10)),
            OptionalLong.empty(),
            warmup,
            1,
            Duration.ofSeconds(5),
            OptionalInt.empty(),
            false,
            0);
    return new Load(connector, plan, HELLO).run();
  }

  /**
   * 100 calls/s for 10 s, each served in next to no time but for one second in which the server
   * stands still. Whoever comes t seconds into it waits 1 - t: the waits of the 100 calls of that
   * second are spread evenly over 0..1 s, and the other 900 wait for nothing. So a tenth of all
   * calls waits, and the share that waits longer than w is (1 - w)/10: 1 % wait longer than 0.9 s,
   * which is the 99th percentile, and the 95th is 0.5 s. Being one hundredth of the histogram and
   * the call in service off, and what else this machine does, can only add a little: a wait is
   * never shorter than that.
   */
  @Test
  void openLoop_p99IsWhatThoseWaitWhoComeWhileTheServerStandsStill() {
    try (GreetingServer server = stalling()) {
      Rate rate = Rate.parse("100").until(Duration.ofSeconds(10));

      LoadResult result =
          run(
              server,
              Optional.of(new Plan.Open(rate, Arrivals.constant(), 10_000)),
              Duration.ofSeconds(2));

      assertThat(result.counts()).isEqualTo(new Counts(0, 1_000, 0, 0, 0));
      assertThat(result.latency().at(99))
          .isBetween(Duration.ofMillis(880), Duration.ofMillis(1_300));
      assertThat(result.latency().at(95)).isBetween(Duration.ofMillis(480), Duration.ofMillis(900));
      assertThat(result.latency().at(85)).isLessThan(Duration.ofMillis(480));
    }
  }

  /**
   * The naive way, one caller who waits for each answer, sees one slow call among thousands: its
   * 99th percentile says that nothing happened.
   */
  @Test
  void closedLoop_p99KnowsNothingOfIt() {
    try (GreetingServer server = stalling()) {
      LoadResult result = run(server, Optional.empty(), Duration.ZERO);

      assertThat(result.latency().max()).isGreaterThan(Duration.ofMillis(990));
      assertThat(result.latency().at(99)).isLessThan(Duration.ofMillis(300));
    }
  }
}
