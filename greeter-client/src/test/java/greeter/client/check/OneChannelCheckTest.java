package greeter.client.check;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.failed;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.OneChannelCheck.Observation;
import greeter.client.spread.Sent;
import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OneChannelCheckTest {
  private static final Facts BEHIND_A_PROXY = Benches.BEHIND_A_PROXY;
  private static final OptionalInt THREE = OptionalInt.of(3);

  @Test
  void evenness_rotation_passesWithItsNumbers() {
    Result result = evenness(sent(cycle("ABC", 2700)), THREE);

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line())
        .isEqualTo("Hello: 3 pods get 1.00 .. 1.00 times their share (rotation)");
  }

  @Test
  void evenness_weightOfThreeOnOnePod_failsByTheProxy() {
    Result result = evenness(sent(cycle("AAABC", 2700)), THREE);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("Hello: 3 pods get 0.60 .. 1.80 times their share (by weight or load)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("Hello: A, 1620 calls, 1.80 of");
  }

  /** Pods that have their share are no evidence. */
  @Test
  void evenness_oneServiceUneven_showsItsPodsAlone() {
    Map<String, Sent> calls = new LinkedHashMap<>();
    calls.put("Hello", sent(cycle("ABC", 2700)));
    calls.put("Goodbye", sent(cycle("DDDEF", 2700)));

    Result result =
        OneChannelCheck.judgeEvenness(
            new Observation(calls, List.of(1L), 0, Optional.empty(), false), THREE, 0.2);

    assertThat(result.line()).startsWith("Hello: 3 pods get 1.00").contains("; Goodbye: 3 pods");
    assertThat(result.seen()).hasSize(3).allMatch(row -> row.startsWith("Goodbye: "));
  }

  /** It may not be ready: whose fault that is cannot be seen from outside. */
  @Test
  void evenness_podThatNeverAnswers_failsAndBlamesNobody() {
    Result result = evenness(sent(cycle("AB", 2700)), THREE);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).startsWith("Hello: 3 pods get 0.00 .. 1.50 times their share");
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).contains("not ready");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::where)
        .containsExactly(
            "nginx", "Envoy", "HAProxy", "Traefik", "Caddy", "Kubernetes", "Kubernetes");
  }

  @Test
  void evenness_fewCalls_isInconclusiveAndSaysHowManyItTakes() {
    Result result = evenness(sent(cycle("ABC", 60)), THREE);

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).contains("too few calls to tell (", " would do)");
  }

  @Test
  void evenness_answersWithoutAName_isNotRun() {
    assertThat(evenness(sent("????"), THREE))
        .isEqualTo(
            Result.notRun(Code.LB_EVEN, "needs the pod's name, which no answer has: --pod-from"));
  }

  @Test
  void evenness_noAnswerAtAll_isInconclusiveAndSaysWhy() {
    Failed failed =
        new Failed(
            Status.UNAVAILABLE.withDescription("refused"), Optional.empty(), Origin.CONNECTION);

    assertThat(evenness(sent("", List.of(failed)), THREE))
        .isEqualTo(
            Result.inconclusive(Code.LB_EVEN, "no call was answered (UNAVAILABLE: refused)"));
  }

  @Test
  void evenness_podThatLeft_isInconclusive() {
    Observation seen =
        new Observation(
            Map.of("Hello", sent(cycle("ABC", 2700))),
            List.of(2700L),
            0,
            Optional.of("Hello: C has left"),
            false);

    assertThat(OneChannelCheck.judgeEvenness(seen, THREE, 0.2))
        .isEqualTo(Result.inconclusive(Code.LB_EVEN, "Hello: C has left"));
  }

  /** No limit on connections is at work, so none of the fixes would help. */
  @Test
  void churn_lostOnAConnectionThatLives_failsWithoutFixes() {
    Failed lost = failed(Status.INTERNAL.withDescription("RST_STREAM"), Origin.NOT_GRPC);
    Result result = churn(sent(cycle("ABC", 5400), List.of(lost)), List.of(5400L));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).isEqualTo("calls fail on a connection that nobody has ended");
    assertThat(result.fixes()).isEmpty();
  }

  /** As by a limit on calls at once, whatever connection carries them. */
  @Test
  void churn_callsThatTheProxyRefuses_areNoneOfTheConnections() {
    Failed lost = failed(Status.UNAVAILABLE.withDescription("overflow"), Origin.UNSIGNED);

    Result result = churn(sent(cycle("ABC", 5400), List.of(lost)), List.of(5400L));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "5401 calls on one connection, 1 lost, 2 replayed: calls are refused on whatever"
                + " connection (UNAVAILABLE: overflow)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).startsWith("a limit on the rate of calls, or a rule");
  }

  @Test
  void churn_lostWhileAPodLeft_isInconclusive() {
    Failed lost = failed(Status.UNAVAILABLE.withDescription("no pod"), Origin.UNSIGNED);
    Observation seen =
        new Observation(
            Map.of("Hello", sent(cycle("ABC", 5400), List.of(lost))),
            List.of(5400L),
            0,
            Optional.of("Hello: C has left"),
            false);

    assertThat(OneChannelCheck.judgeChurn(seen, BEHIND_A_PROXY))
        .isEqualTo(
            Result.inconclusive(
                Code.CHURN,
                "5401 calls on one connection, 1 lost, 0 replayed (UNAVAILABLE: no pod); Hello: C"
                    + " has left"));
  }

  @Test
  void churn_oneConnectionForAll_passes() {
    Result result = churn(sent(cycle("ABC", 12000)), List.of(12000L));

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).isEqualTo("12000 calls on one connection, 0 lost, 2 replayed");
  }

  /** It may end after the next call, for all that anybody knows. */
  @Test
  void churn_oneConnectionForFewerThanItShouldCarry_isNotRunToItsEnd() {
    Result result = churn(sent(cycle("ABC", 5400)), List.of(5400L));

    assertThat(result.grade()).isEqualTo(Grade.NOT_RUN);
    assertThat(result.line())
        .isEqualTo("not run (needs --full; 5400 calls on one connection, 0 lost, 2 replayed)");
  }

  @Test
  void churn_fewCallsOfTheFullForm_isInconclusive() {
    Result result =
        OneChannelCheck.judgeChurn(
            new Observation(
                Map.of("Hello", sent(cycle("ABC", 5400))),
                List.of(5400L),
                0,
                Optional.empty(),
                true),
            BEHIND_A_PROXY);

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "5400 calls on one connection, 0 lost, 0 replayed; slow answers kept it from more");
  }

  @Test
  void churn_connectionsThatEndAfter1000Calls_warns() {
    Result result =
        churn(sent(cycle("ABC", 5400)), List.of(1000L, 1000L, 1000L, 1000L, 1000L, 400L));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line())
        .isEqualTo("5400 calls took 6 connections, 1000 calls on the longest, 0 lost, 2 replayed");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen()).containsExactly("5 connections were ended");
  }

  /** In whatever order they are told. */
  @Test
  void churn_connectionsThatEndAfterTheSameNumber_areEndedByIt() {
    Result result = churn(sent(cycle("ABC", 2400)), List.of(400L, 1000L, 1000L));

    assertThat(result.cause()).isEqualTo("a connection is ended after 1000 calls");
    assertThat(result.fixes()).noneMatch(fix -> fix.setting().contains("keepalive_time"));
  }

  @Test
  void churn_connectionsThatEndAfterUnlikeNumbers_mayBeOld() {
    Result result = churn(sent(cycle("ABC", 2400)), List.of(900L, 1000L, 500L));

    assertThat(result.cause()).endsWith("or at a certain age");
    assertThat(result.fixes()).anyMatch(fix -> fix.setting().contains("keepalive_time"));
  }

  @Test
  void churn_connectionsThatEndAfter10000Calls_passes() {
    assertThat(churn(sent(cycle("ABC", 12000)), List.of(10000L, 2000L)).grade())
        .isEqualTo(Grade.PASS);
  }

  @Test
  void churn_lostCall_fails() {
    Failed lost =
        failed(
            Status.UNAVAILABLE.withDescription("Network closed for unknown reason"),
            Origin.CONNECTION);

    Result result = churn(sent(cycle("ABC", 5399), List.of(lost)), List.of(3000L, 2400L));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).contains(", 1 lost, ");
    assertThat(result.blame()).contains(Blame.NETWORK);
    assertThat(result.cause()).isEqualTo("connections end while calls are on their way");
    assertThat(result.seen())
        .containsExactly("the first lost call: UNAVAILABLE: Network closed for unknown reason");
  }

  /** As by a limit on the rate of calls. */
  @Test
  void churn_callsThatAreRefusedByHttp_isInconclusive() {
    Failed refused =
        failed(Status.UNAVAILABLE.withDescription("HTTP status code 429"), Origin.NOT_GRPC);

    Result result = churn(sent(cycle("ABC", 11999), List.of(refused)), List.of(11999L));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .endsWith(": calls are refused on whatever connection (UNAVAILABLE: HTTP status code 429)");
  }

  /** An application that refuses a call has not lost it. */
  @Test
  void churn_errorOfTheApplication_isNoLoss() {
    Failed own = new Failed(Status.UNIMPLEMENTED, Optional.of("A"), Origin.APP);

    assertThat(churn(sent(cycle("ABC", 11999), List.of(own)), List.of(12000L)).grade())
        .isEqualTo(Grade.PASS);
  }

  private static Result evenness(Sent sent, OptionalInt pods) {
    return OneChannelCheck.judgeEvenness(
        new Observation(Map.of("Hello", sent), List.of(1L), 0, Optional.empty(), false), pods, 0.2);
  }

  private static Result churn(Sent sent, List<Long> byConnection) {
    return OneChannelCheck.judgeChurn(
        new Observation(Map.of("Hello", sent), byConnection, 2, Optional.empty(), false),
        BEHIND_A_PROXY);
  }
}
