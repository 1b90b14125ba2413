package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InsideTest {
  @Test
  void markdown_hasEachPartsMedianLeastAndMost() {
    assertThat(
            Inside.markdown(
                new Inside.Result(
                    List.of(
                        new Inside.Part("TurnBenchmark.turn", List.of(2.0, 1.5, 9.0)),
                        new Inside.Part("TurnBenchmark.clock", List.of(24.0, 25.0, 26.0))))))
        .isEqualTo(
            """
            Inside a process, on one core, by JMH: medians of 3 iterations, with least and most.

            | part | ns |
            |---|---|
            | TurnBenchmark.turn | 2.0 (1.5–9.0) |
            | TurnBenchmark.clock | 25.0 (24.0–26.0) |
            """);
  }
}
