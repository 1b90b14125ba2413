package greeter.client.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  /**
   * By scipy 1.17.1, rounded up to hundreds, at least 100: with r = pods * services and z(c) =
   * norm.isf(c/2), ((z(.001/r) + z(.01/r)) / tolerance)**2 * (pods - 1) is, in this order, 0,
   * 1117.4, 2386.6, 5156.8, 12779.3, 9546.3, 381.9 and 2127.6.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 0.2, 100",
    "2, 2, 0.2, 1200",
    "3, 2, 0.2, 2400",
    "5, 2, 0.2, 5200",
    "10, 2, 0.2, 12800",
    "3, 2, 0.1, 9600",
    "3, 2, 0.5, 400",
    "3, 1, 0.2, 2200",
  })
  void callsFor_podsServicesTolerance(int pods, int services, double tolerance, int calls) {
    assertThat(Plan.callsFor(pods, services, tolerance)).isEqualTo(calls);
  }

  @Test
  void callsFor_moreThanAnybodyWaitsFor_isCapped() {
    assertThat(Plan.callsFor(1000, 2, 0.01)).isEqualTo(10_000_000);
  }

  /** As above, with (1 - 0.1) / 0.1 in place of pods - 1: 10056.9. */
  @Test
  void callsFor_weights_sufficesForTheSmallest() {
    assertThat(Plan.callsFor(2, 0.1, 2, 0.2)).isEqualTo(10_100);
  }

  /** scipy: norm.isf(.001/6/2), norm.isf(.01/6/2). */
  @Test
  void quantile_ofTwoSides() {
    assertThat(Plan.quantile(0.001 / 6)).isCloseTo(3.764823649533899, within(1e-9));
    assertThat(Plan.quantile(0.01 / 6)).isCloseTo(3.1439802870690796, within(1e-9));
  }

  @Test
  void connectionOfEachCall_pool_takesTurns() {
    assertThat(new Plan(5, OptionalInt.of(2)).connectionOfEachCall())
        .containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void connectionOfEachCall_fresh_isNewEachTime() {
    assertThat(new Plan(3, OptionalInt.empty()).connectionOfEachCall()).containsExactly(0, 1, 2);
  }
}
