package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckedTest {
  @Test
  void verdict_passAndInfoAndNotRun_isPass() {
    assertThat(checked(Grade.PASS, Grade.INFO, Grade.NOT_RUN).verdict(Grade.FAIL))
        .isEqualTo(Grade.PASS);
  }

  /** Of what was asked for nothing was seen: that is no pass. */
  @Test
  void verdict_onlyNotRun_isInconclusive() {
    assertThat(checked(Grade.NOT_RUN).verdict(Grade.FAIL)).isEqualTo(Grade.INCONCLUSIVE);
  }

  @Test
  void verdict_failure_isFail() {
    assertThat(checked(Grade.INCONCLUSIVE, Grade.FAIL).verdict(Grade.FAIL)).isEqualTo(Grade.FAIL);
  }

  @Test
  void verdict_warning_failsIfAskedTo() {
    assertThat(checked(Grade.WARN).verdict(Grade.FAIL)).isEqualTo(Grade.PASS);
    assertThat(checked(Grade.WARN).verdict(Grade.WARN)).isEqualTo(Grade.FAIL);
  }

  @Test
  void verdict_inconclusive_isInconclusive() {
    assertThat(checked(Grade.PASS, Grade.INCONCLUSIVE).verdict(Grade.FAIL))
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  /** What was not run is counted apart, and never as passed. */
  @Test
  void summary_countsEachGrade() {
    assertThat(checked(Grade.PASS, Grade.NOT_RUN, Grade.NOT_RUN, Grade.FAIL).summary())
        .isEqualTo("1 passed, 1 failed, 2 not run");
    assertThat(checked(Grade.INFO, Grade.WARN, Grade.INCONCLUSIVE).summary())
        .isEqualTo("1 to know, 1 warned, 1 inconclusive");
  }

  /** What is missing might have failed. */
  @Test
  void verdict_cutShort_isInconclusive() {
    assertThat(checked(Optional.of("interrupted"), Grade.PASS, Grade.NOT_RUN).verdict(Grade.FAIL))
        .isEqualTo(Grade.INCONCLUSIVE);
    assertThat(checked(Optional.of("interrupted"), Grade.PASS, Grade.FAIL).verdict(Grade.FAIL))
        .isEqualTo(Grade.FAIL);
  }

  private static Checked checked(Grade... grades) {
    return checked(Optional.empty(), grades);
  }

  private static Checked checked(Optional<String> cutShort, Grade... grades) {
    return new Checked(
        "h:1",
        Set.of(Code.CHURN),
        Arrays.stream(grades).map(grade -> Result.of(Code.CHURN, grade, "line")).toList(),
        cutShort,
        Duration.ofSeconds(1));
  }
}
