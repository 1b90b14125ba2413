package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void constant_callsAreDueEvenly() {
    Rate rate = Rate.parse("100").until(Duration.ofSeconds(10));

    assertThat(rate.dueNanos(0)).isZero();
    assertThat(rate.dueNanos(1)).isEqualTo(SECOND / 100);
    assertThat(rate.dueNanos(999)).isEqualTo(999 * SECOND / 100);
    assertThat(rate.dueNanos(1_000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void steps_followOneAnother() {
    Rate rate = Rate.parse("100:30s,200:1m,50:500ms");

    assertThat(rate.lasts()).contains(Duration.ofMillis(90_500));
    assertThat(rate.dueNanos(2_999)).isEqualTo(2_999 * SECOND / 100);
    assertThat(rate.dueNanos(3_000)).isEqualTo(30 * SECOND);
    assertThat(rate.dueNanos(3_001)).isEqualTo(30 * SECOND + SECOND / 200);
    assertThat(rate.dueNanos(15_000)).isEqualTo(90 * SECOND);
    assertThat(rate.dueNanos(15_024)).isEqualTo(90 * SECOND + 24 * SECOND / 50);
    assertThat(rate.dueNanos(15_025)).isEqualTo(Long.MAX_VALUE);
    assertThat(rate.at(0)).isEqualTo(100);
    assertThat(rate.at(30 * SECOND)).isEqualTo(200);
    assertThat(rate.at(91 * SECOND)).isZero();
  }

  /** From 0 to 100 in 10 s: 5 t² calls were due at t, 500 in all. */
  @Test
  void ramp_callsAreDueWhereTheAreaIsAsLarge() {
    Rate rate = Rate.parse("0-100:10s");

    assertThat(rate.dueNanos(0)).isZero();
    assertThat(rate.dueNanos(5)).isEqualTo(SECOND);
    assertThat(rate.dueNanos(125)).isEqualTo(5 * SECOND);
    assertThat(rate.dueNanos(499)).isEqualTo(Math.round(Math.sqrt(499 / 5.0) * SECOND));
    assertThat(rate.dueNanos(500)).isEqualTo(Long.MAX_VALUE);
    assertThat(rate.at(5 * SECOND)).isEqualTo(50);
    assertThat(rate.average(Duration.ofSeconds(10))).isCloseTo(50, within(1e-9));
    assertThat(rate.average(Duration.ofSeconds(5))).isCloseTo(25, within(1e-9));
  }

  /** From 100 to 0 in 10 s: 100 t - 5 t². */
  @Test
  void ramp_down() {
    Rate rate = Rate.parse("100-0:10s");

    assertThat(rate.dueNanos(95)).isEqualTo(SECOND);
    assertThat(rate.dueNanos(375)).isEqualTo(5 * SECOND);
  }

  @Test
  void lastStep_withoutATime_hasWhatIsLeft() {
    Rate rate = Rate.parse("100:30s,100-1000:60s,500").until(Duration.ofSeconds(100));

    assertThat(rate.lasts()).contains(Duration.ofSeconds(100));
    assertThat(rate.dueNanos(3_000 + 33_000 + 4_999)).isLessThan(100 * SECOND);
    assertThat(rate.dueNanos(3_000 + 33_000 + 5_000)).isEqualTo(Long.MAX_VALUE);
    assertThat(rate.average(Duration.ofSeconds(100))).isCloseTo(410, within(1e-9));
    assertThat(rate).hasToString("100:30s,100-1000:60s,500");
  }

  @Test
  void endless_lastRateGoesOn() {
    Rate rate = Rate.parse("10:1s,10-20:2s").endless();

    assertThat(rate.dueNanos(10 + 30)).isEqualTo(3 * SECOND);
    assertThat(rate.dueNanos(10 + 30 + 2_000)).isEqualTo(103 * SECOND);
    assertThat(Rate.parse("10").endless().dueNanos(1_000)).isEqualTo(100 * SECOND);
  }

  @Test
  void end_thatDoesNotGoWithTheSteps_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.parse("10:1s").until(Duration.ofSeconds(2)))
        .withMessage("the steps of --rate say how long");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.parse("10:3s,20").until(Duration.ofSeconds(3)))
        .withMessage("longer than the steps of --rate before the last");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.parse("10-20").endless())
        .withMessage("a ramp of --rate needs a time");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.parse("10-0:1s").endless())
        .withMessage("a rate that ends at 0 makes no more calls");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "0", "-5", "x", "1e3", "10:", "10:5", "10:0s", "1000001", "10,20", "10:1s,", "0-0:1s",
        "+1", "1.2345", "10:1d", "٣"
      })
  void parse_anythingElse_saysWhatWasExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rate.parse(text))
        .withMessage(Rate.EXPECTED);
  }
}
