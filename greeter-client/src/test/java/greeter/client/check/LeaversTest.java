package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaversTest {
  private static final Map<String, Long> NOBODY = Map.of();
  private static final Map<String, Long> ABC = Map.of("A", 80L, "B", 80L, "C", 80L);

  @Test
  void in_podThatStops_saysSinceWhen() {
    assertThat(Leavers.in(sent(cycle("ABC", 600) + cycle("AB", 400)), NOBODY))
        .containsExactly(Map.entry("C", 400));
  }

  @Test
  void in_podsThatAnsweredBefore_areMissed() {
    assertThat(Leavers.in(sent(cycle("A", 100)), ABC))
        .containsExactly(Map.entry("B", 100), Map.entry("C", 100));
  }

  @Test
  void in_podsThatAnswerToTheEnd_isEmpty() {
    assertThat(Leavers.in(sent(cycle("ABC", 1000)), ABC)).isEmpty();
  }

  /** It has nearly no share of these calls, but had one. */
  @Test
  void in_podThatStopsAtOnce_isMissed() {
    assertThat(Leavers.in(sent(cycle("ABC", 18) + cycle("AB", 1000)), ABC))
        .containsExactly(Map.entry("C", 1000));
  }

  /** One call of many may come at any time. */
  @Test
  void in_podThatSeldomAnswers_isEmpty() {
    assertThat(Leavers.in(sent("C" + cycle("AB", 1000)), Map.of("A", 100L, "B", 100L, "C", 1L)))
        .isEmpty();
  }

  @Test
  void in_fewCalls_isEmpty() {
    assertThat(Leavers.in(sent("ABC"), ABC)).isEmpty();
    assertThat(Leavers.in(sent("AB"), ABC)).isEmpty();
    assertThat(Leavers.in(sent(""), ABC)).isEmpty();
  }
}
