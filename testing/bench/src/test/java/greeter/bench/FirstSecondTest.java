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
                    new H2load.Times(0.001, 0.012, 1.5, 0.2),
                    new H2load.Times(0.0001, 0.002, 1, 0.1))));

    assertThat(FirstSecond.markdown(new FirstSecond.Result(List.of(turns))))
        .contains("SayHello at 5000 calls/s over 50 connections", "; rounds: 1.")
        .endsWith(
            "| hello-server | 1.00 (1.00–1.00) | 12.00 (12.00–12.00) | 1.50 (1.50–1.50)"
                + " | 2.00 (2.00–2.00) | 6.0 (6.0–6.0) | 0.20 (0.20–0.20) |\n");
  }

  @Test
  void h2loadThatKeptItsCoreBusy_makesItVoid() {
    H2load.Times idle = new H2load.Times(0.001, 0.012, 1, 0.2);
    H2load.Times busy = new H2load.Times(0.001, 0.012, 1, 0.95);
    FirstSecond.Result result =
        new FirstSecond.Result(
            List.of(new FirstSecond.Turns("fast", List.of(new FirstSecond.Turn(idle, busy)))));

    assertThat(result.holds()).isFalse();
    assertThat(FirstSecond.markdown(result)).contains("| void: h2load was the limit |");
  }
}
