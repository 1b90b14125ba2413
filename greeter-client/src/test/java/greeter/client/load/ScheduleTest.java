package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long MILLI = 1_000_000;

  private static List<Long> all(Schedule schedule) {
    List<Long> dues = new ArrayList<>();
    for (long due = schedule.next(); due != Schedule.OVER; due = schedule.next()) {
      dues.add(due);
    }
    return dues;
  }

  private static RandomGenerator seeded() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(1);
  }

  @Test
  void warmUp_isItsLengthBeforeTheStartAtItsRate() {
    Schedule schedule = Schedule.warmUp(Rate.parse("100-500:10s"), Duration.ofMillis(25), at(-50));

    assertThat(all(schedule)).containsExactly(-50 * MILLI, -40 * MILLI, -30 * MILLI);
  }

  @Test
  void warmUp_thatIsLate_isNotMadeUpFor() {
    Duration warmup = Duration.ofMillis(25);

    assertThat(all(Schedule.warmUp(Rate.parse("100"), warmup, at(-26)))).hasSize(3);
    assertThat(all(Schedule.warmUp(Rate.parse("100"), warmup, at(-25)))).isEmpty();
  }

  private static Time at(long millis) {
    return new Time() {
      @Override
      public long nanos() {
        return millis * MILLI;
      }

      @Override
      public void await(long until) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void restart() {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Test
  void warmUp_ofNoTimeOrNoRate_hasNoCalls() {
    assertThat(all(Schedule.warmUp(Rate.parse("100"), Duration.ZERO, at(0)))).isEmpty();
    assertThat(all(Schedule.warmUp(Rate.parse("0-9:1s"), Duration.ofSeconds(1), at(-2_000))))
        .isEmpty();
  }

  @Test
  void constant_hasAsManyCallsAsTheRateHas() {
    Rate rate = Rate.parse("1000").until(Duration.ofMillis(3));
    Schedule schedule = Schedule.of(rate, Arrivals.constant(), OptionalLong.empty());

    assertThat(all(schedule)).containsExactly(0L, MILLI, 2 * MILLI);
    assertThat(schedule.next()).isEqualTo(Schedule.OVER);
  }

  @Test
  void calls_areExactlySoMany() {
    for (Arrivals arrivals : List.of(Arrivals.constant(), Arrivals.poisson(seeded()))) {
      Rate rate = Rate.parse("10:1s").endless();

      assertThat(all(Schedule.of(rate, arrivals, OptionalLong.of(1_234)))).hasSize(1_234);
    }
  }

  /**
   * Of 100,000 gaps with mean 1 ms: their mean is within 5 σ = 5/√100000 of it, and (as only an
   * exponential's are) their standard deviation is about their mean: its own σ is √(2/100000).
   */
  @Test
  void poisson_gapsAreExponential() {
    Rate rate = Rate.parse("1000").endless();
    List<Long> dues = all(Schedule.of(rate, Arrivals.poisson(seeded()), OptionalLong.of(100_001)));
    double sum = 0;
    double squares = 0;
    for (int i = 1; i < dues.size(); i++) {
      double gap = (dues.get(i) - dues.get(i - 1)) / (double) MILLI;
      sum += gap;
      squares += gap * gap;
    }
    double mean = sum / 100_000;

    assertThat(dues).isSorted();
    assertThat(mean).isCloseTo(1, within(0.016));
    assertThat(Math.sqrt(squares / 100_000 - mean * mean)).isCloseTo(1, within(0.023));
  }

  /** Twice as dense where the rate is twice as high: half of the calls in the last third. */
  @Test
  void poisson_followsTheRate() {
    Rate rate = Rate.parse("10000:2s,20000:1s");
    List<Long> dues = all(Schedule.of(rate, Arrivals.poisson(seeded()), OptionalLong.empty()));
    long late = dues.stream().filter(due -> due >= 2_000 * MILLI).count();

    assertThat((double) dues.size()).isCloseTo(40_000, within(5 * 200.0));
    assertThat(late / (double) dues.size()).isCloseTo(0.5, within(0.0125));
  }
}
