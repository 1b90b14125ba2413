package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void report_hasMediansWithLeastAndMost() {
    Start.Turns turns =
        new Start.Turns(
            "hello-server",
            List.of(
                new Start.Turn(0.4, 0.03, 1.25, 60, 80, 0.3),
                new Start.Turn(0.9, 0.05, 1.5, 61, 82, 0.4),
                new Start.Turn(0.5, 0.04, 1.75, 62, 81, 0.5)));

    assertThat(StartReport.markdown(new Start.Result(1000, List.of(turns))))
        .startsWith("From the start of the process, on one core or on both, ")
        .contains("its first call, and then 1000", "; rounds: 3.")
        .endsWith(
            "| hello-server | 500 (400–900) | 540 (430–950) | 1.50 (1.25–1.75) | 61 (60–62)"
                + " | 81 (80–82) | 0.40 (0.30–0.50) |\n");
  }

  @Test
  void h2loadThatKeptItsCoreBusy_makesTheCallsVoid() {
    Start.Turns turns =
        new Start.Turns("fast", List.of(new Start.Turn(0.005, 0.001, 0.5, 2, 7, 0.95)));
    Start.Result result = new Start.Result(1000, List.of(turns));

    assertThat(result.holds()).isFalse();
    assertThat(StartReport.markdown(result)).contains("| void: h2load was the limit |");
  }
}
