package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static Series turn(String client, double rate, double p50, double busy) {
    return new Series(client, List.of(new Sample(rate, p50, busy)));
  }

  private static List<String> verdicts(Series... clients) {
    return Agreement.of(List.of(clients), Accuracy.SHAPE, 10_000).stream()
        .map(Agreement::verdict)
        .toList();
  }

  @Test
  void verdict_withinTheBounds_agrees() {
    assertThat(
            verdicts(
                turn("a", 10_000, 0.005, 0.5),
                turn("b", 10_290, 0.0046, 0.5),
                turn("c", 9_710, 0.0054, 0.5)))
        .containsExactly("agrees", "agrees", "agrees");
  }

  @Test
  void verdict_rateBeyondTheBound_differs() {
    assertThat(
            verdicts(
                turn("a", 10_000, 0.005, 0.5),
                turn("b", 10_000, 0.005, 0.5),
                turn("c", 9_690, 0.005, 0.5)))
        .containsExactly("agrees", "agrees", "DIFFERS");
  }

  @Test
  void verdict_p50BeyondTheBound_differs() {
    assertThat(
            verdicts(
                turn("a", 10_000, 0.005, 0.5),
                turn("b", 10_000, 0.0056, 0.5),
                turn("c", 10_000, 0.005, 0.5)))
        .containsExactly("agrees", "DIFFERS", "agrees");
  }

  @Test
  void verdict_clientThatKeptItsCoreBusy_isVoid() {
    List<Agreement> all =
        Agreement.of(
            List.of(turn("a", 10_000, 0.005, 0.5), turn("b", 10_000, 0.005, 0.97)),
            Accuracy.SHAPE,
            10_000);

    assertThat(all).extracting(Agreement::holds).containsExactly(true, false);
    assertThat(all.get(1).verdict()).isEqualTo("void: it kept its core busy (0.97)");
  }

  @Test
  void verdict_isByTheMedianOfTurns() {
    Series noisy =
        new Series(
            "b",
            List.of(
                new Sample(4_000, 0.012, 0.5),
                new Sample(10_000, 0.005, 0.5),
                new Sample(10_100, 0.005, 0.5)));

    assertThat(verdicts(turn("a", 10_000, 0.005, 0.5), noisy)).containsExactly("agrees", "agrees");
    assertThat(noisy.rate()).isEqualTo(new Figure(10_000, 4_000, 10_100));
  }
}
