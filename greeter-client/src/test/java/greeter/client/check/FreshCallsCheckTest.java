package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.spread.Sent;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FreshCallsCheckTest {
  @Test
  void judge_even_passesWithItsNumbers() {
    Result result = judge("ABC");

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line())
        .isEqualTo("Hello: 3 pods get 1.00 .. 1.00 times their share, over 2700 connections");
  }

  @Test
  void judge_skewed_failsByTheProxy() {
    Result result = judge("AAABC");

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).startsWith("workers or replicas");
    assertThat(result.seen()).hasSize(3);
  }

  @Test
  void judge_podThatNeverAnswers_failsAndBlamesNobody() {
    Result result = judge("AB");

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
  }

  @Test
  void judge_answersWithoutAName_isNotRun() {
    assertThat(judge("?").grade()).isEqualTo(Grade.NOT_RUN);
  }

  private static Result judge(String cycle) {
    Sent sent = sent(cycle(cycle, 2700).split(""));
    return FreshCallsCheck.judge("Hello", sent, OptionalInt.of(3), 0.2);
  }
}
