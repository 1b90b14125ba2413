package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.spread.Evenness;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OneByOneTest {
  private static final Map<String, Evenness> UNEVEN =
      Map.of("Hello", Shares.of(Map.of("A", 1300L, "B", 700L, "C", 700L), OptionalInt.of(3), 0.2));

  private static Result judge(String calls) {
    Result uneven = Result.of(Code.LB_EVEN, Grade.FAIL, "uneven").sharing(UNEVEN, 0.2);
    return OneByOne.judge(uneven, Map.of("Hello", sent(calls)));
  }

  /** Too few calls are no reason to count anew, a difference that chance does not make is. */
  @Test
  void isUneven_byMoreThanTooFewCalls() {
    assertThat(isUneven(947, 819, 834)).isTrue();
    assertThat(isUneven(120, 90, 90)).isTrue();
    assertThat(isUneven(105, 97, 98)).isFalse();
    assertThat(isUneven(870, 860, 870)).isFalse();
  }

  private static boolean isUneven(long a, long b, long c) {
    return Shares.isUneven(Shares.of(Map.of("A", a, "B", b, "C", c), OptionalInt.of(3), 0.2));
  }

  @Test
  void judge_podsInTurnWithoutLoad_accusesNobody() {
    Result result = judge(cycle("ABC", 120));

    assertThat(result.grade()).isEqualTo(Grade.INFO);
    assertThat(result.line())
        .isEqualTo(
            "Hello: 3 pods get 0.78 .. 1.44 times their share by load, and one call at a time goes"
                + " to each in its turn");
    assertThat(result.shares()).isPresent();
  }

  @Test
  void judge_weightsThatRemain_fails() {
    assertThat(judge(cycle("AABC", 120)).grade()).isEqualTo(Grade.FAIL);
  }

  /** As where no answer names its pod. */
  @Test
  void judge_nothingCountedAgain_staysWhatItIs() {
    Result unseen = Result.inconclusive(Code.LB_EVEN, "no call was answered in time");

    assertThat(OneByOne.judge(unseen, Map.of())).isEqualTo(unseen);
  }

  @Test
  void judge_noAnswer_fails() {
    assertThat(judge("").grade()).isEqualTo(Grade.FAIL);
  }
}
