package greeter.client.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import greeter.client.calls.Blame;
import greeter.client.check.Grade;
import greeter.client.load.Asked;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import greeter.client.load.LoadVerdict.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {
  @Test
  void sameRun_passes() {
    assertThat(new Baseline(run(1_000, 0, 1_000)).compare(run(1_000, 0, 1_000), Regression.USUAL))
        .containsExactly(
            new Line(Grade.PASS, "baseline: p50 1.00 ms, was 1.00 ms: +0.0 % (allowed: +20.0 %)"),
            new Line(Grade.PASS, "baseline: p99 1.00 ms, was 1.00 ms: +0.0 % (allowed: +50.0 %)"),
            new Line(
                Grade.PASS, "baseline: throughput 1000/s, was 1000/s: +0.0 % (allowed: -10.0 %)"),
            new Line(
                Grade.PASS, "baseline: errors 0 % of the calls, was 0 % (allowed: 0.00 % more)"));
  }

  @Test
  void slowerRun_failsByWhatIsSlower() {
    assertThat(grades(run(1_300, 0, 1_000), Regression.USUAL))
        .containsExactly(Grade.FAIL, Grade.PASS, Grade.PASS, Grade.PASS);
    assertThat(grades(run(1_600, 0, 1_000), Regression.USUAL))
        .containsExactly(Grade.FAIL, Grade.FAIL, Grade.PASS, Grade.PASS);
    assertThat(grades(run(500, 0, 1_000), Regression.USUAL)).containsOnly(Grade.PASS);
  }

  @Test
  void thinnerRun_failsByItsThroughput() {
    assertThat(grades(run(1_000, 0, 899), Regression.USUAL))
        .containsExactly(Grade.PASS, Grade.PASS, Grade.FAIL, Grade.PASS);
    assertThat(grades(run(1_000, 0, 901), Regression.USUAL)).containsOnly(Grade.PASS);
  }

  @Test
  void lostCall_failsUnlessItIsAllowed() {
    assertThat(grades(run(1_000, 1, 1_000), Regression.USUAL))
        .containsExactly(Grade.PASS, Grade.PASS, Grade.PASS, Grade.FAIL);
    assertThat(grades(run(1_000, 1, 1_000), Regression.parse("errors=0.1%")))
        .containsOnly(Grade.PASS);
  }

  @Test
  void runWithoutAnAnswer_isWorse() {
    assertThat(grades(run(0, 10, 0), Regression.USUAL)).containsOnly(Grade.FAIL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Baseline(run(0, 10, 0)))
        .withMessage("no call of it was answered");
  }

  @Test
  void regression_thatIsStated_replacesTheDefaultOfThat() {
    assertThat(Regression.parse("p99=150%,throughput=5.5%"))
        .isEqualTo(new Regression(0.2, 1.5, 0.055, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p50", "p50=20", "p50=-1%", "p90=20%", "p50=20%,", "p50=20%;p99=1%"})
  void regression_ofAnotherForm_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regression.parse(text))
        .withMessageEndingWith("(expected: p50=N%, p99=N%, throughput=N% or errors=N%)");
  }

  @Test
  void otherPace_cannotBeCompared() {
    assertThat(
            new Baseline(run(1_000, 0, 1_000))
                .compare(asked("10 callers", "Hello=3, Goodbye=1", 2), Regression.USUAL))
        .containsExactly(
            new Line(
                Grade.INCONCLUSIVE,
                "baseline: not the same load: 1000/s, constant over 2 connections;"
                    + " now 10 callers over 2 connections"));
  }

  @Test
  void otherConnections_cannotBeCompared() {
    assertThat(
            new Baseline(run(1_000, 0, 1_000))
                .compare(asked("1000/s, constant", "Hello=3, Goodbye=1", 1), Regression.USUAL))
        .containsExactly(
            new Line(
                Grade.INCONCLUSIVE,
                "baseline: not the same load: 1000/s, constant over 2 connections;"
                    + " now 1000/s, constant over 1 connection"));
  }

  @Test
  void interruptedBaseline_cannotBeCompared() {
    assertThat(
            new Baseline(LoadResults.interrupted(run(1_000, 0, 1_000)))
                .compare(run(1_000, 0, 1_000), Regression.USUAL))
        .containsExactly(new Line(Grade.INCONCLUSIVE, "baseline: it was interrupted, after 1.0 s"));
  }

  @Test
  void otherCalls_cannotBeCompared() {
    assertThat(
            new Baseline(run(1_000, 0, 1_000))
                .compare(asked("1000/s, constant", "Hello=1", 2), Regression.USUAL))
        .containsExactly(
            new Line(
                Grade.INCONCLUSIVE,
                "baseline: it is of other calls: Hello=3, Goodbye=1 with 0 bytes of payload;"
                    + " now Hello=1 with 0 bytes of payload"));
  }

  private static LoadResult asked(String pace, String mix, int connections) {
    return LoadResults.with(
        run(1_000, 0, 1_000),
        new Asked(
            pace,
            Optional.empty(),
            mix,
            connections,
            10_000,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            false));
  }

  private static List<Grade> grades(LoadResult now, Regression allowed) {
    return new Baseline(run(1_000, 0, 1_000))
        .compare(now, allowed).stream().map(Line::grade).toList();
  }

  /** In one second. */
  private static LoadResult run(long micros, int failed, int answered) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < answered; i++) {
      calls.add(Call.answered("Hello", i, "a", micros));
    }
    for (int i = 0; i < failed; i++) {
      calls.add(Call.failed("Hello", i, "a", Blame.PROXY));
    }
    return LoadResults.of(
        calls, Instant.parse("2026-11-23T10:15:00Z"), Duration.ofSeconds(1), 1_000);
  }
}
