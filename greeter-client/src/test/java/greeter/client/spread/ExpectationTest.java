package greeter.client.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  @Test
  void rows_fewerPodsThanExpected_haveSilentOnes() {
    Expectation three = new Expectation(OptionalInt.of(3), Map.of(), 0.2);

    assertThat(three.rows(Map.of("a", 7L)))
        .containsExactly(entry("a", 7L), entry("(silent) 1", 0L), entry("(silent) 2", 0L));
    assertThat(three.shareOf("a", 3)).isEqualTo(1 / 3.0);
  }

  @Test
  void rows_asManyPodsOrMore_haveNone() {
    Expectation one = new Expectation(OptionalInt.of(1), Map.of(), 0.2);

    assertThat(one.rows(Map.of("a", 7L))).containsOnly(entry("a", 7L));
    assertThat(one.rows(Map.of("a", 7L, "b", 1L))).hasSize(2);
  }

  @Test
  void rows_weights_takeTheLongestPrefix() {
    Expectation expected = weights("hello", 1, "hello-v2", 3);

    assertThat(expected.rows(Map.of("hello-v2-x", 5L, "hello-v2-y", 6L, "hello-v1-x", 2L)))
        .containsExactly(entry("hello", 2L), entry("hello-v2", 11L));
    assertThat(expected.shareOf("hello", 2)).isEqualTo(0.25);
    assertThat(expected.leastShare()).isEqualTo(0.25);
  }

  @Test
  void rows_podThatNoWeightNames_isARowWithoutAShare() {
    Expectation expected = weights("v1", 1, "v2", 1);

    assertThat(expected.rows(Map.of("stray", 1L)))
        .containsExactly(entry("v1", 0L), entry("v2", 0L), entry("stray", 1L));
    assertThat(expected.shareOf("stray", 3)).isZero();
  }

  private static Expectation weights(String one, double first, String other, double second) {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put(one, first);
    weights.put(other, second);
    return new Expectation(OptionalInt.empty(), weights, 0.2);
  }
}
