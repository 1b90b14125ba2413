package greeter.client.spread;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import greeter.client.spread.Order.Policy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
  /** The smallest n with (1 - 1/R)**(n-1) <= 0.001. */
  @ParameterizedTest
  @CsvSource({"AB, 11", "ABC, 19", "ABCDE, 32", "ABCDEFGHIJ, 67"})
  void of_noRepeat_isRotationFromSoManySendsOn(String pods, int sends) {
    assertThat(Order.of(sent(cycle(pods, sends))).policy()).isEqualTo(Policy.ROTATION);
    assertThat(Order.of(sent(cycle(pods, sends - 1))).policy()).isEqualTo(Policy.CANNOT_TELL);
  }

  @Test
  void of_asManyRepeatsAsChanceGives_isRandom() {
    Order order = Order.of(299, 103, Map.of("a", 100L, "b", 100L, "c", 100L));

    assertThat(order.policy()).isEqualTo(Policy.RANDOM);
    assertThat(order.atRandom()).isCloseTo(299 / 3.0, within(1e-9));
  }

  /** scipy: 2 * binom.cdf(k, 299, 1/3) is 0.00101 at 73 and 0.00063 at 72. */
  @ParameterizedTest
  @CsvSource({"73, RANDOM", "72, CANNOT_TELL"})
  void of_fewerRepeatsThanChanceGives_isNotRandom(int repeats, Policy policy) {
    assertThat(Order.of(299, repeats, Map.of("a", 100L, "b", 100L, "c", 100L)).policy())
        .isEqualTo(policy);
  }

  @Test
  void of_burstsOnEachPod_cannotTell() {
    assertThat(Order.of(sent(cycle("AABBCC", 300))).policy()).isEqualTo(Policy.CANNOT_TELL);
  }

  @Test
  void of_fewPairs_cannotTell() {
    assertThat(Order.of(sent("AAB")).policy()).isEqualTo(Policy.CANNOT_TELL);
  }

  @Test
  void of_lonePod_cannotTell() {
    assertThat(Order.of(sent("A".repeat(100))).policy()).isEqualTo(Policy.CANNOT_TELL);
  }

  /** 0.5**10 is below 0.001. */
  @Test
  void of_eachConnectionItsPod_isStickyFrom10RepeatsOn() {
    assertThat(Order.of(sent("AAAAAA", "BBBBB")).policy()).isEqualTo(Policy.CANNOT_TELL);
  }

  @Test
  void of_eachConnectionItsPod_isSticky() {
    assertThat(Order.of(sent("AAAAAA", "BBBBBB")).policy()).isEqualTo(Policy.STICKY);
  }

  /** nginx's smooth weighted round robin of 3:1:1. */
  @Test
  void of_smoothWeightedRoundRobin_isWeighted() {
    Order order = Order.of(sent(cycle("AABAC", 100)));

    assertThat(order.policy()).isEqualTo(Policy.WEIGHTED);
    assertThat(order.repeats()).isEqualTo(20);
    assertThat(order.pairs()).isEqualTo(99);
  }

  @Test
  void of_weightsThatNeverRepeat_areWeightedStill() {
    assertThat(Order.of(sent(cycle("ABAC", 200))).policy()).isEqualTo(Policy.WEIGHTED);
  }

  @Test
  void of_failedOrUnnamedCall_breaksTheRow() {
    assertThat(Order.of(sent("A-A?A")).pairs()).isZero();
    assertThat(Order.of(sent("AA-AA")).pairs()).isEqualTo(2);
    assertThat(Order.of(sent("AA-AA")).repeats()).isEqualTo(2);
  }

  @Test
  void of_severalConnections_hasNoPairsAcross() {
    assertThat(Order.of(sent("A", "A", "AB")).pairs()).isEqualTo(1);
  }

  @Test
  void of_noAnswers_cannotTell() {
    assertThat(Order.of(sent("--"))).isEqualTo(new Order(Policy.CANNOT_TELL, 0, 0, 0));
  }
}
