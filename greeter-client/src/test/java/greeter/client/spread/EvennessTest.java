package greeter.client.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Literals by scipy 1.17.1. Intervals: beta.ppf(a/2, k, n-k+1) and beta.ppf(1-a/2, k+1, n-k), each
 * divided by the expected share; p: chi2.sf(statistic, rows-1).
 */
class EvennessTest {
  /** Of three pods of each of two services. */
  private static final double ALPHA = 0.001 / 6;

  private static final Expectation EVEN = new Expectation(OptionalInt.empty(), Map.of(), 0.2);

  @ParameterizedTest
  @CsvSource({
    "20, 20, 20, 0.409145820334739, 1.748870665362496",
    "100, 100, 100, 0.7077983405142351, 1.3250360969420196",
    "800, 800, 800, 0.8929086799913393, 1.1111930085399784",
    "720, 840, 840, 0.7963407059763689, 1.0085823915446865",
    "1440, 480, 480, 1.685377440579598, 1.9121622532196165",
    "0, 50, 50, 0, 0.26895131433262426",
  })
  void of_counts_intervalIsClopperPearsons(long a, long b, long c, double low, double high) {
    Evenness.Share first = even(a, b, c).shares().get(0);

    assertThat(first.low()).isCloseTo(low, within(1e-6));
    assertThat(first.high()).isCloseTo(high, within(1e-6));
    assertThat(first.share()).isCloseTo(a / (double) (a + b + c), within(1e-12));
    assertThat(first.expected()).isCloseTo(1 / 3.0, within(1e-12));
  }

  /** Of 2,400 calls: the upper end passes 0.8 at 560, the lower at 724; and so above 1. */
  @ParameterizedTest
  @CsvSource({
    "559, 920, 921, FAIL",
    "560, 920, 920, INCONCLUSIVE",
    "723, 838, 839, INCONCLUSIVE",
    "724, 838, 838, PASS",
    "869, 765, 766, PASS",
    "870, 765, 765, INCONCLUSIVE",
    "1051, 675, 674, INCONCLUSIVE",
    "1052, 674, 674, FAIL",
    "0, 1200, 1200, FAIL",
  })
  void of_countsAtTheBorders(long a, long b, long c, Verdict verdict) {
    assertThat(even(a, b, c).verdict()).isEqualTo(verdict);
  }

  /** The fewest of three even pods: the upper end is 1.2 at 255 of 765. */
  @ParameterizedTest
  @CsvSource({"254, INCONCLUSIVE", "255, PASS"})
  void of_evenCounts_passFrom765(long each, Verdict verdict) {
    assertThat(even(each, each, each).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "790, 800, 810, 0.25, 0.8824969025845955",
    "60, 50, 40, 4.0, 0.1353352832366127",
    "900, 800, 700, 25.0, 3.7266531720786718e-06",
  })
  void of_counts_chiSquaredIsPearsons(long a, long b, long c, double chiSquared, double p) {
    assertThat(even(a, b, c).chiSquared()).isCloseTo(chiSquared, within(1e-9));
    assertThat(even(a, b, c).p()).isCloseTo(p, within(1e-9));
  }

  @Test
  void of_onePod_hasNoChiSquared() {
    Evenness one = Evenness.of(Map.of("a", 100L), EVEN, ALPHA);

    assertThat(one.verdict()).isEqualTo(Verdict.PASS);
    assertThat(one.chiSquared()).isZero();
    assertThat(one.p()).isEqualTo(1);
  }

  /** 9:1 of 10,100 calls, alpha 0.001/4. */
  @Test
  void of_weights_comparesWithTheirShares() {
    Expectation expected = new Expectation(OptionalInt.empty(), Map.of("v1", 9.0, "v2", 1.0), 0.2);
    Evenness evenness = Evenness.of(rows("v1", 9090, "v2", 1010), expected, 0.001 / 4);

    assertThat(evenness.verdict()).isEqualTo(Verdict.PASS);
    assertThat(evenness.shares().get(0).low()).isCloseTo(0.9873881975893982, within(1e-6));
    assertThat(evenness.shares().get(1).high()).isCloseTo(1.1135062216954132, within(1e-6));
    assertThat(Evenness.of(rows("v1", 5050, "v2", 5050), expected, 0.001 / 4).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void of_weightsAndAPodThatNoneNames_fails() {
    Expectation expected = new Expectation(OptionalInt.empty(), Map.of("v1", 1.0), 0.2);

    assertThat(Evenness.of(rows("v1", 9999, "stray", 1), expected, ALPHA).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  /** By scipy: ((norm.isf(a/2) + norm.isf(.01/3/2)) / margin)**2 * 2, margin as commented. */
  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 2245", // 0.2: may be even
    "720, 840, 840, 8979", // 0.2 - 0.1: may be even, but 2,400 calls did not suffice
    "800, 800, 800, 0",
    "0, 1200, 1200, 0",
  })
  void needed_inconclusive_isWhatItWouldTake(long a, long b, long c, double needed) {
    assertThat(even(a, b, c).needed()).isCloseTo(needed, within(1.0));
  }

  /** log(a/2) / log(1 - 0.2) with a = 0.00025 is 40.3. */
  @Test
  void needed_onePod_isNotNone() {
    assertThat(Evenness.of(Map.of("a", 2L), EVEN, 0.00025).needed()).isEqualTo(41);
    assertThat(Evenness.of(Map.of("a", 40L), EVEN, 0.00025).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Evenness.of(Map.of("a", 41L), EVEN, 0.00025).verdict()).isEqualTo(Verdict.PASS);
  }

  private static Evenness even(long a, long b, long c) {
    Map<String, Long> rows = rows("a", a, "b", b);
    rows.put("c", c);
    return Evenness.of(rows, EVEN, ALPHA);
  }

  private static Map<String, Long> rows(String one, long first, String other, long second) {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put(one, first);
    rows.put(other, second);
    return rows;
  }
}
