package greeter.client.check;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.spread.Sent;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FreshChannelsCheckTest {
  private static final Sent SPREAD = sent("ABCABC", "BCABCA", "CABCAB");
  private static final Sent PINNED = sent("A".repeat(20), "B".repeat(20), "A".repeat(20));
  private static final Sent LONE = sent("A".repeat(20), "A".repeat(20), "A".repeat(20));
  private static final Sent UNNAMED = sent("????", "????");

  @Test
  void pinned_podForEachCall_passes() {
    assertThat(pinned(SPREAD))
        .isEqualTo(Result.pass(Code.LB_PINNED, "Hello: 3 pods over 3 connections"));
  }

  @Test
  void pinned_podForEachConnection_fails() {
    Result result = pinned(PINNED);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("Hello: 3 connections, one pod each: A 2, B 1");
    assertThat(result.blame()).contains(Blame.PROXY);
  }

  @Test
  void pinned_onePodForAll_cannotBeToldFromPinning() {
    assertThat(pinned(LONE)).isEqualTo(Result.notRun(Code.LB_PINNED, "needs several pods"));
  }

  @Test
  void pinned_answersWithoutAName_isNotRun() {
    assertThat(pinned(UNNAMED).grade()).isEqualTo(Grade.NOT_RUN);
  }

  @Test
  void pinned_aConnectionForEachCall_cannotBeTold() {
    Result result = pinned(sent("A", "B", "C", "A"));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).isEqualTo("no connection has carried two calls (see CHURN)");
  }

  @Test
  void onePod_severalInAConnectionForEachCall_passes() {
    assertThat(onePod(sent("A", "B", "C", "A"), OptionalInt.of(3)).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void onePod_several_passes() {
    assertThat(onePod(SPREAD, OptionalInt.empty()).grade()).isEqualTo(Grade.PASS);
    assertThat(onePod(PINNED, OptionalInt.of(3)).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void onePod_loneWhereThreeAreExpected_fails() {
    Result result = onePod(LONE, OptionalInt.of(3));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("Hello: A answered all of 60 calls on 3 connections; 3 pods expected");
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).contains("endpoint", "sticky by source");
  }

  @Test
  void onePod_loneWhereNobodySaysHowMany_isInconclusive() {
    Result result = onePod(LONE, OptionalInt.empty());

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).endsWith("if there are more, say so with --expect-pods");
  }

  @Test
  void onePod_morePodsThanExpected_warns() {
    Result result = onePod(SPREAD, OptionalInt.of(2));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line()).isEqualTo("Hello: 3 pods over 3 connections; 2 expected");
  }

  @Test
  void onePod_loneAsExpected_passes() {
    assertThat(onePod(LONE, OptionalInt.of(1)).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void onePod_answersWithoutAName_isNotRun() {
    assertThat(onePod(UNNAMED, OptionalInt.of(3)).grade()).isEqualTo(Grade.NOT_RUN);
  }

  private static Result pinned(Sent sent) {
    return FreshChannelsCheck.judgePinned(Map.of("Hello", sent));
  }

  private static Result onePod(Sent sent, OptionalInt pods) {
    return FreshChannelsCheck.judgeOnePod(Map.of("Hello", sent), pods);
  }
}
