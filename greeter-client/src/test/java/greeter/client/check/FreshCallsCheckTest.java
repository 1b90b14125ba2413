package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.spread.Evenness;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What LB-EVEN says mends this, too. */
  @Test
  void judge_skewedAsOnOneConnection_isOfWeights() {
    Evenness weighted =
        Shares.of(Map.of("A", 3000L, "B", 1000L, "C", 1000L), OptionalInt.of(3), 0.2);

    Result result = judge("AAABC", Optional.of(weighted));

    assertThat(result.cause()).startsWith("as on one connection (LB-EVEN): weights");
    assertThat(result.fixes()).isNotEmpty().allMatch(fix -> fix.setting().contains("weight"));
  }

  @Test
  void judge_skewedInAnotherWayThanOnOneConnection_isOfWorkers() {
    Evenness weighted =
        Shares.of(Map.of("A", 1000L, "B", 3000L, "C", 1000L), OptionalInt.of(3), 0.2);

    assertThat(judge("AAABC", Optional.of(weighted)).cause()).startsWith("workers or replicas");
  }

  private static Result judge(String cycle) {
    return judge(cycle, Optional.empty());
  }

  private static Result judge(String cycle, Optional<Evenness> onOne) {
    Sent sent = sent(cycle(cycle, 2700).split(""));
    return FreshCallsCheck.judge(
        "Hello",
        sent,
        onOne,
        new Bench.Asked(Duration.ofSeconds(1), OptionalInt.of(3), 0.2, List.of(), false));
  }
}
