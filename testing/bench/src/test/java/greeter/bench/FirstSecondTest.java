package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirstSecondTest {
  @Test
  void report_hasBothAndTheirRatio() {
    FirstSecond.Turns turns =
        new FirstSecond.Turns(
            "hello-server",
            List.of(
                new FirstSecond.Turn(
                    new H2load.Times(0.001, 0.012, 0.1), new H2load.Times(0.0001, 0.002, 0.1))));

    assertThat(FirstSecond.markdown(new FirstSecond.Result(List.of(turns))))
        .contains("5000 calls/s in the first second", ", 1 rounds")
        .endsWith("| hello-server | 12.00 (12.00–12.00) | 2.00 (2.00–2.00) | 6.0 (6.0–6.0) |\n");
  }
}
