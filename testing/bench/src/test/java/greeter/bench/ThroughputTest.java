package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final Series OURS =
      new Series("ours", List.of(new Sample(300, 0, 0.5), new Sample(200, 0, 0.6)));

  private static Throughput.Result beside(Series other) {
    return new Throughput.Result(Shape.FEW_CONNECTIONS, 1_000, 2, List.of(OURS, other));
  }

  @Test
  void ratios_areOfEachTurn() {
    Throughput.Result result =
        beside(new Series("other", List.of(new Sample(100, 0, 0.5), new Sample(200, 0, 0.5))));

    assertThat(result.holds()).isTrue();
    assertThat(ThroughputReport.markdown(result))
        .contains("| ours | 200 (200–300) | 1.00 (1.00–1.00) | 0.50 (0.50–0.60) |")
        .endsWith("| other | 100 (100–200) | 1.00 (1.00–3.00) | 0.50 (0.50–0.50) |\n");
  }

  @Test
  void h2loadThatKeptItsCoreBusyOnce_makesItVoid() {
    Throughput.Result result =
        beside(new Series("other", List.of(new Sample(100, 0, 0.5), new Sample(200, 0, 0.95))));

    assertThat(result.holds()).isFalse();
    assertThat(ThroughputReport.markdown(result))
        .contains("| other | 100 (100–200) | void: h2load was the limit |");
  }
}
