package greeter.client.load.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.PodLoad;
import greeter.client.load.Timeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodSharesTest {
  @Test
  void podThatCameLate_isExpectedToAnswerItsPartOfWhatCameAfter() {
    Timeline timeline =
        timeline(
            List.of(Map.of("a", 100L), Map.of("a", 60L, "b", 40L), Map.of("a", 50L, "b", 50L)));

    Map<String, Double> expected =
        PodShares.expected("Hello", List.of(pod("a", 0, 3_000), pod("b", 1_000, 3_000)), timeline);

    assertThat(expected.get("a")).isCloseTo(200, within(0.01));
    assertThat(expected.get("b")).isCloseTo(100, within(0.01));
  }

  @Test
  void podThatEndedWithinASlot_countsForTheTimeThatItWasThere() {
    Timeline timeline = timeline(List.of(Map.of("a", 75L, "b", 25L)));

    Map<String, Double> expected =
        PodShares.expected("Hello", List.of(pod("a", 0, 1_000), pod("b", 0, 500)), timeline);

    assertThat(expected.get("a")).isCloseTo(66.67, within(0.01));
    assertThat(expected.get("b")).isCloseTo(33.33, within(0.01));
  }

  @Test
  void podOfOneCall_isExpectedToAnswerSome() {
    Timeline timeline = timeline(List.of(Map.of("a", 1L)));

    assertThat(PodShares.expected("Hello", List.of(pod("a", 500, 500)), timeline).get("a"))
        .isEqualTo(1);
  }

  private static PodLoad pod(String name, long firstMillis, long lastMillis) {
    return new PodLoad(
        name,
        0,
        Duration.ofMillis(firstMillis),
        Duration.ofMillis(lastMillis),
        Latency.NONE,
        List.of());
  }

  private static Timeline timeline(List<Map<String, Long>> answered) {
    return new Timeline(
        Duration.ofSeconds(1),
        answered.stream()
            .map(
                calls ->
                    new Timeline.Slot(
                        0,
                        Map.of("Hello", calls),
                        Map.of(),
                        Collections.nCopies(Heat.BUCKETS, 0L),
                        Duration.ZERO))
            .toList());
  }
}
