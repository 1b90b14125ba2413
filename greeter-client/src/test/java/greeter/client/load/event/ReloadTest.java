package greeter.client.load.event;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.Runs;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ReloadTest {
  private static List<Result> of(Runs run) {
    return Events.of(run.result(), OptionalInt.empty());
  }

  private static Runs steady() {
    return Runs.of(20).steady("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void reload_endsAllConnectionsAtOneInstant(End end) {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 14.2, end, 2131)
                .connection(1, 0, 14.2, end, 2130)
                .connection(0, 14.2, 20, End.NONE, 870)
                .connection(1, 14.3, 20, End.NONE, 869));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).code()).isEqualTo(Code.RELOAD);
    assertThat(found.get(0).grade()).isEqualTo(Grade.PASS);
    assertThat(found.get(0).line())
        .isEqualTo(
            "all 2 connections ended %s, after 2130 to 2131 calls, at 14.2 s, and pods stayed:"
                    .formatted(end == End.CUT ? "cut" : "by GOAWAY")
                + " no call was lost");
  }

  @Test
  void reload_thatCutsCalls() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 14.2, End.CUT, 2131)
                .connection(1, 0, 14.2, End.CUT, 2130)
                .connection(0, 14.2, 20, End.NONE, 870)
                .connection(1, 14.3, 20, End.NONE, 869)
                .loss(3, "a", Blame.NETWORK, "UNAVAILABLE", 1)
                .loss(14, "b", Blame.PROXY, "UNAVAILABLE", 5));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).grade()).isEqualTo(Grade.FAIL);
    assertThat(found.get(0).number()).hasValue(5);
    assertThat(found.get(0).blame()).contains(Blame.PROXY);
    assertThat(found.get(0).seen())
        .containsExactly("14 s: 5 calls of Hello lost, b, blame proxy: UNAVAILABLE: why");
  }

  /** A target that is too slow for its callers is so before a reload and after it. */
  @Test
  void callsThatMissTheirDeadlineBeforeAndAfter_areNotLostByTheReload() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 2.2, End.GOAWAY, 331)
                .connection(1, 0, 2.2, End.GOAWAY, 330)
                .connection(0, 2.2, 20, End.NONE, 2870)
                .connection(1, 2.3, 20, End.NONE, 2869)
                .loss(2, "a", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 20)
                .loss(4, "a", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 20));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).grade()).isEqualTo(Grade.PASS);
  }

  /** A stream may have begun long before, and the slowest that was answered been much faster. */
  @Test
  void reload_thatCutsLongStreams() {
    Result reload =
        of(steady()
                .connection(0, 0, 9, End.GOAWAY, 31)
                .connection(1, 0, 9, End.GOAWAY, 30)
                .connection(0, 9, 20, End.NONE, 80)
                .connection(1, 9, 20, End.NONE, 80)
                .reason(2, "c", "UNAVAILABLE: Connection closed after GOAWAY", 7))
            .get(0);

    assertThat(reload.grade()).isEqualTo(Grade.FAIL);
    assertThat(reload.number()).hasValue(7);
  }

  @Test
  void limitOnCalls_isNoReload() {
    assertThat(
            of(
                steady()
                    .connection(0, 0, 6.6, End.GOAWAY, 1000)
                    .connection(1, 0, 6.6, End.GOAWAY, 1000)
                    .connection(0, 6.6, 13.3, End.GOAWAY, 1000)
                    .connection(1, 6.6, 13.3, End.GOAWAY, 999)
                    .connection(0, 13.3, 20, End.NONE, 990)
                    .connection(1, 13.3, 20, End.NONE, 990)))
        .isEmpty();
  }

  @Test
  void limitOnCalls_ofOneConnection_isNoReload() {
    assertThat(
            of(
                steady()
                    .connection(0, 0, 3.3, End.GOAWAY, 1000)
                    .connection(0, 3.3, 6.6, End.GOAWAY, 1000)
                    .connection(0, 6.6, 9.9, End.GOAWAY, 1000)
                    .connection(0, 9.9, 20, End.NONE, 990)))
        .isEmpty();
  }

  /** As behind a proxy that is reloaded for each pod that is replaced, at a constant rate. */
  @Test
  void reloadsAtEvenDistances_afterALongerOne_areNamedTogether() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 8.0, End.GOAWAY, 1203)
                .connection(1, 0, 8.0, End.GOAWAY, 1203)
                .connection(0, 8.0, 11.0, End.GOAWAY, 450)
                .connection(1, 8.0, 11.0, End.GOAWAY, 449)
                .connection(0, 11.0, 14.0, End.GOAWAY, 450)
                .connection(1, 11.0, 14.0, End.GOAWAY, 450)
                .connection(0, 14.0, 17.0, End.GOAWAY, 450)
                .connection(1, 14.0, 17.0, End.GOAWAY, 451)
                .connection(0, 17.0, 20, End.NONE, 450)
                .connection(1, 17.0, 20, End.NONE, 450));

    assertThat(found).singleElement().extracting(Result::grade).isEqualTo(Grade.PASS);
    assertThat(found.get(0).line())
        .isEqualTo(
            "all connections ended together 4 times, at 8 s, 11 s, 14 s, 17 s, and pods stayed:"
                + " no call was lost");
  }

  @Test
  void reloadsAtEvenDistances_thatNothingExceeds_cannotBeTold() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 6.02, End.GOAWAY, 901)
                .connection(1, 0, 6.02, End.GOAWAY, 902)
                .connection(0, 6.02, 12.0, End.GOAWAY, 897)
                .connection(1, 6.02, 12.0, End.GOAWAY, 898)
                .connection(0, 12.0, 18.01, End.GOAWAY, 900)
                .connection(1, 12.0, 18.01, End.GOAWAY, 899)
                .connection(0, 18.01, 20, End.NONE, 300)
                .connection(1, 18.01, 20, End.NONE, 300));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
    assertThat(found.get(0).line())
        .isEqualTo(
            "all connections ended together 3 times, first at 6.0 s, each after 897 to 902 calls in"
                + " 6.0 s: by reloads, or by a limit on calls or age: no call was lost");
  }

  @Test
  void limitOnAge_cannotBeTold() {
    assertThat(
            of(
                steady()
                    .connection(0, 0, 6.9, End.GOAWAY, 992)
                    .connection(1, 0, 6.9, End.GOAWAY, 995)
                    .connection(0, 6.9, 13.8, End.GOAWAY, 970)
                    .connection(1, 6.9, 13.8, End.GOAWAY, 961)
                    .connection(0, 13.8, 20, End.NONE, 990)
                    .connection(1, 13.8, 20, End.NONE, 990)))
        .extracting(Result::grade)
        .containsExactly(Grade.INCONCLUSIVE);
  }

  @Test
  void roundAgeOnce_cannotBeTold() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 15.03, End.GOAWAY, 2251)
                .connection(1, 0, 15.04, End.GOAWAY, 2250)
                .connection(0, 15.03, 20, End.NONE, 740)
                .connection(1, 15.04, 20, End.NONE, 740));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
    assertThat(found.get(0).line()).endsWith("or by a limit of 15.0 s; a longer run tells");
  }

  /** The proxy counts calls that time out, too. */
  @Test
  void limitOnCalls_someOfWhichFailed_isNoReload() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 4.0, End.GOAWAY, 100)
                .connection(1, 0, 4.0, End.GOAWAY, 100)
                .connection(0, 4.0, 9.0, End.GOAWAY, 54)
                .connection(1, 4.0, 9.0, End.GOAWAY, 55)
                .connection(0, 9.0, 20, End.NONE, 90)
                .connection(1, 9.0, 20, End.NONE, 90)
                .loss(6, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 91));

    assertThat(found).extracting(Result::grade).containsOnly(Grade.INCONCLUSIVE);
    assertThat(found)
        .extracting(Result::line)
        .anyMatch(line -> line.contains("a limit of 100 calls, if those that failed count"));
  }

  @Test
  void reload_amongConnectionsWithALimit() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 6.6, End.GOAWAY, 1000)
                .connection(1, 0, 6.6, End.GOAWAY, 1000)
                .connection(0, 6.6, 13.3, End.GOAWAY, 1000)
                .connection(1, 6.6, 13.3, End.GOAWAY, 1000)
                .connection(0, 13.3, 16, End.GOAWAY, 405)
                .connection(1, 13.3, 16, End.GOAWAY, 404)
                .connection(0, 16, 20, End.NONE, 600)
                .connection(1, 16, 20, End.NONE, 600));

    assertThat(found).extracting(Result::code).containsExactly(Code.RELOAD);
    assertThat(found.get(0).line()).contains("after 404 to 405 calls, at 16 s");
  }

  @Test
  void sameNumberOnce_cannotBeTold() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 14, End.GOAWAY, 2000)
                .connection(1, 0, 14, End.GOAWAY, 2000)
                .connection(0, 14, 20, End.NONE, 900)
                .connection(1, 14, 20, End.NONE, 900));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
  }

  @Test
  void sameNumberOnce_thatIsNotRound_isNoLimit() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 14, End.GOAWAY, 2003)
                .connection(1, 0, 14, End.GOAWAY, 2003)
                .connection(0, 14, 20, End.NONE, 900)
                .connection(1, 14, 20, End.NONE, 900));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.PASS);
  }

  @Test
  void sameNumberOnce_whichTheNextOnesExceed_isNoLimit() {
    List<Result> found =
        of(
            steady()
                .connection(0, 0, 5, End.GOAWAY, 750)
                .connection(1, 0, 5, End.GOAWAY, 750)
                .connection(0, 5, 20, End.NONE, 2250)
                .connection(1, 5, 20, End.NONE, 2250));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.PASS);
  }

  @Test
  void oneConnectionsCut_isNoReload() {
    assertThat(
            of(
                steady()
                    .connection(0, 0, 5, End.CUT, 750)
                    .connection(1, 0, 20, End.NONE, 3000)
                    .connection(0, 5, 20, End.NONE, 2250)))
        .isEmpty();
    assertThat(of(steady().connection(0, 0, 5, End.CUT, 1500).connection(0, 5, 20, End.NONE, 4500)))
        .isEmpty();
  }

  @Test
  void goawayOfALoneConnection_cannotBeTold() {
    List<Result> found =
        of(steady().connection(0, 0, 5, End.GOAWAY, 1501).connection(0, 5, 20, End.NONE, 4500));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
    assertThat(found.get(0).line()).endsWith("--connections 4 tells");
  }

  /** Without a proxy each pod ends the connections to it. */
  @Test
  void connectionsThatEndWithTheirPods_areNoReload() {
    assertThat(
            of(
                Runs.of(20)
                    .pod("a", 0, 9)
                    .pod("b", 9, 20)
                    .connection(0, 0, 9, End.GOAWAY, 450)
                    .connection(1, 0, 9, End.GOAWAY, 449)
                    .connection(0, 9, 20, End.NONE, 550)
                    .connection(1, 9, 20, End.NONE, 550)))
        .extracting(Result::code)
        .doesNotContain(Code.RELOAD);
  }

  @Test
  void reload_whenAPodEnds_andConnectionsTakeCallsAlong_cannotBeTold() {
    List<Result> found =
        of(
            Runs.of(20)
                .steady("a", "b", "c")
                .pod("d", 0, 9)
                .connection(0, 0, 9, End.GOAWAY, 1801)
                .connection(1, 0, 9, End.GOAWAY, 1800)
                .connection(0, 9, 20, End.NONE, 2000)
                .connection(1, 9, 20, End.NONE, 2000)
                .reason(9, "", "UNAVAILABLE: GOAWAY closed sent stream", 2));

    assertThat(found)
        .extracting(result -> result.code() + " " + result.grade())
        .containsExactly("RETRY FAIL", "RELOAD INCONCLUSIVE");
  }

  @Test
  void reload_whenAPodEnds_andTheProxyAnswersForIt_hasLostNone() {
    List<Result> found =
        of(
            Runs.of(20)
                .steady("a", "b", "c")
                .pod("d", 0, 9)
                .connection(0, 0, 9, End.GOAWAY, 1801)
                .connection(1, 0, 9, End.GOAWAY, 1800)
                .connection(0, 9, 20, End.NONE, 2000)
                .connection(1, 9, 20, End.NONE, 2000)
                .loss(9, "", Blame.PROXY, "UNAVAILABLE", 2));

    assertThat(found)
        .extracting(result -> result.code() + " " + result.grade())
        .containsExactly("RETRY FAIL", "RELOAD PASS");
  }
}
