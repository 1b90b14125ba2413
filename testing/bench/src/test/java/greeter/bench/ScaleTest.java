package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static Scale.Point point(int at, double rate, double busy) {
    return new Scale.Point(at, List.of(new Sample(rate, 0, busy)));
  }

  @Test
  void pointAtTheClientsLimit_isNotTheBest() {
    Scale.Sweep sweep =
        new Scale.Sweep(
            "connections",
            "a call on each",
            List.of(point(1, 100, 0.4), point(10, 200, 0.6), point(1_000, 400, 0.95)));

    assertThat(ScaleReport.markdown(new Scale.Result(List.of(sweep))))
        .contains("| 1 | 100 (100–100) | 0.50 |", "| 10 | 200 (200–200) | 1.00 |")
        .contains("| 1,000 | 400 (400–400), at h2load's limit | 2.00 |");
  }
}
