package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LiveLineTest {
  private static Latency latency() {
    Histogram micros = new Histogram(Latency.DIGITS);
    micros.recordValueWithCount(350, 98);
    micros.recordValueWithCount(12_400, 2);
    return Latency.of(micros);
  }

  @Test
  void openLoop_saysWhatWasAsked() {
    assertThat(
            LiveLine.of(
                new Glance(
                    Duration.ofMillis(3_400),
                    Optional.of(Duration.ofSeconds(10)),
                    false,
                    Optional.of(1_000.0),
                    998.4,
                    latency(),
                    2,
                    5,
                    3)))
        .isEqualTo(
            "3 of 10 s: 998/s of 1000/s, p50 0.35 ms, p99 12.4 ms, 2 failed, 5 skipped, 3 pods");
  }

  @Test
  void overtime_isAWait() {
    assertThat(
            LiveLine.of(
                new Glance(
                    Duration.ofSeconds(11),
                    Optional.of(Duration.ofSeconds(10)),
                    false,
                    Optional.of(1_000.0),
                    0,
                    Latency.NONE,
                    2,
                    0,
                    3)))
        .startsWith("waiting for the last answers: ");
  }

  @Test
  void interrupt_isAWaitBeforeTheEnd() {
    assertThat(
            LiveLine.of(
                new Glance(
                    Duration.ofSeconds(4),
                    Optional.of(Duration.ofSeconds(10)),
                    true,
                    Optional.of(1_000.0),
                    0,
                    Latency.NONE,
                    2,
                    0,
                    3)))
        .startsWith("interrupted, waiting for the last answers: ");
  }

  @Test
  void closedLoop_hasNothingToSayOfARate() {
    assertThat(
            LiveLine.of(
                new Glance(
                    Duration.ofSeconds(3),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    2.5,
                    latency(),
                    0,
                    0,
                    1)))
        .isEqualTo("3 s: 2.5/s, p50 0.35 ms, p99 12.4 ms, 0 failed, 1 pod");
  }

  @Test
  void nothingAnswered_hasNoLatency() {
    assertThat(
            LiveLine.of(
                new Glance(
                    Duration.ofMillis(-1),
                    Optional.of(Duration.ofSeconds(10)),
                    false,
                    Optional.empty(),
                    0,
                    Latency.NONE,
                    0,
                    0,
                    0)))
        .isEqualTo("warm-up: 0.0/s, 0 failed, 0 pods");
  }
}
