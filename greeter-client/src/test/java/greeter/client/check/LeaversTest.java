package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaversTest {
  private static final Set<String> NOBODY = Set.of();

  @Test
  void in_podThatStops_saysSinceWhen() {
    assertThat(Leavers.in(sent(cycle("ABC", 600) + cycle("AB", 400)), NOBODY))
        .contains("C has answered none of the last 400 calls: it has gone, or gets none any more");
  }

  @Test
  void in_podsThatAnsweredBefore_areMissed() {
    assertThat(Leavers.in(sent(cycle("A", 100)), Set.of("A", "B", "C")))
        .contains(
            "B has answered none of the last 100 calls, C has answered none of the last 100 calls:"
                + " it has gone, or gets none any more");
  }

  @Test
  void in_podsThatAnswerToTheEnd_isEmpty() {
    assertThat(Leavers.in(sent(cycle("ABC", 1000)), Set.of("A", "B", "C"))).isEmpty();
  }

  /** One call of many may come at any time. */
  @Test
  void in_podThatSeldomAnswers_isEmpty() {
    assertThat(Leavers.in(sent("C" + cycle("AB", 1000)), Set.of("A", "B", "C"))).isEmpty();
  }

  @Test
  void in_fewCalls_isEmpty() {
    assertThat(Leavers.in(sent("ABC"), Set.of("A", "B", "C"))).isEmpty();
    assertThat(Leavers.in(sent("AB"), Set.of("A", "B", "C"))).isEmpty();
    assertThat(Leavers.in(sent(""), Set.of("A", "B", "C"))).isEmpty();
  }
}
