package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  @Test
  void of_nothing_isEverythingThatNeedsNoEvent() {
    assertThat(Selection.of(List.of(), List.of()))
        .hasSize(20)
        .doesNotContain(Code.LB_SCALE, Code.ROLLOUT, Code.RETRY, Code.RELOAD, Code.COLD);
  }

  @Test
  void of_codeInAnyCase_isThatCode() {
    assertThat(Selection.of(List.of("lb-even"), List.of())).containsExactly(Code.LB_EVEN);
  }

  @Test
  void of_group_isItsCodes() {
    assertThat(Selection.of(List.of("idle"), List.of()))
        .containsExactly(Code.IDLE_CONN, Code.KEEPALIVE);
  }

  @Test
  void of_globs_areWhatTheyMatch() {
    assertThat(Selection.of(List.of("LB-*", "stat?s"), List.of()))
        .containsExactly(Code.LB_ROUTE, Code.LB_PINNED, Code.LB_EVEN, Code.LB_FRESH, Code.STATUS);
  }

  @Test
  void of_skip_leavesOut() {
    assertThat(Selection.of(List.of("streams"), List.of("STREAM-IDLE", "*-AGE")))
        .containsExactly(Code.STREAM_PIN, Code.STREAM_SIZE);
  }

  @Test
  void of_globThatMatchesNothing_saysWhatCouldBeNamed() {
    assertThatThrownBy(() -> Selection.of(List.of("LB-EVENT"), List.of()))
        .hasMessage(
            "\"LB-EVENT\" (expected: a code or a group, * and ? allowed; --list shows them)");
  }

  /** Codes of events are not checked here; they must not be taken in silence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rollout | ROLLOUT",
        "RETRY | RETRY",
        "LB-SCALE | LB-SCALE",
        "RELOAD | RELOAD",
        "COLD | COLD",
        "events | LB-SCALE, ROLLOUT, RETRY, RELOAD, COLD"
      })
  void of_whatNeedsAnEvent_isRefusedAndSaysWhoChecksIt(String glob, String codes) {
    assertThatThrownBy(() -> Selection.of(List.of(glob), List.of()))
        .hasMessage(codes + ": needs an event from outside, so belongs to greeter-client load");
  }

  @Test
  void of_allSkipped_isRefused() {
    assertThatThrownBy(() -> Selection.of(List.of(), List.of("*")))
        .hasMessage("nothing is left to check");
  }
}
