package greeter.client.spread;

import static greeter.client.spread.Outcomes.cycle;
import static greeter.client.spread.Outcomes.failed;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final double ALPHA = 0.001 / 6;
  private static final Expectation ANY = new Expectation(OptionalInt.empty(), Map.of(), 0.2);
  private static final Expectation ONE = pods(1);
  private static final Expectation THREE = pods(3);

  @Test
  void lbEven_evenPods_pass() {
    assertThat(findings(sent(cycle("ABC", 2400)), THREE))
        .containsExactly(
            Finding.pass("LB-EVEN", "each of 3 shares is within 0.80 .. 1.20 of the expected"));
  }

  @Test
  void lbEven_hotPod_failsAndNamesWhoIsOff() {
    assertThat(findings(sent(cycle("AABAC", 2400)), THREE))
        .containsExactly(
            Finding.fail(
                "LB-EVEN",
                "A gets 1.80 times its share, B gets 0.60 times its share,"
                    + " C gets 0.60 times its share (allowed: 0.80 .. 1.20)"));
  }

  @Test
  void lbEven_silentPod_fails() {
    assertThat(findings(sent(cycle("AB", 2400)), THREE))
        .contains(
            Finding.fail(
                "LB-EVEN",
                "a pod never answers, A gets 1.50 times its share, B gets 1.50 times its share"
                    + " (allowed: 0.80 .. 1.20)"));
  }

  @Test
  void lbEven_manySilentPods_areCounted() {
    assertThat(
            findings(sent(cycle("AB", 6000)), new Expectation(OptionalInt.of(100), Map.of(), 0.2)))
        .contains(
            Finding.fail(
                "LB-EVEN",
                "98 pods never answer, A gets 50.00 times its share, B gets 50.00 times its share"
                    + " (allowed: 0.80 .. 1.20)"));
  }

  /** 2245: see EvennessTest. */
  @Test
  void lbEven_fewCalls_areInconclusiveAndSayHowManyWouldDo() {
    assertThat(findings(sent(cycle("ABC", 300)), THREE))
        .containsExactly(
            Finding.inconclusive(
                "LB-EVEN",
                "too few calls to tell whether each share is within 0.80 .. 1.20 of the expected;"
                    + " about 2245 would do (--calls)"));
  }

  /** A's share is 0.8 to the last digit: no number of calls would tell. */
  @Test
  void lbEven_shareOnTheBorder_wouldTakeMillions() {
    Sent sent = sent("A".repeat(640) + "B".repeat(880) + "C".repeat(880));

    assertThat(findings(sent, THREE))
        .containsExactly(
            Finding.inconclusive(
                "LB-EVEN",
                "too few calls to tell whether each share is within 0.80 .. 1.20 of the expected;"
                    + " about more than 10 million would do (--calls)"));
  }

  @Test
  void lbEven_podThatNoWeightNames_fails() {
    assertThat(findings(sent("a".repeat(5000) + "b".repeat(5000) + "x"), weights(1, 1)))
        .containsExactly(
            Finding.fail("LB-EVEN", "x answers, and no weight names it (allowed: 0.80 .. 1.20)"));
  }

  @Test
  void lbEven_weightThatGetsNothing_failsEvenIfOnePodAnswersAll() {
    assertThat(findings(sent("a".repeat(100)), weights(1, 1)))
        .containsExactly(
            Finding.fail(
                "LB-EVEN", "a gets 2.00 times its share, b never answers (allowed: 0.80 .. 1.20)"));
  }

  @Test
  void onePod_nobodySaysHowMany_isInconclusive() {
    assertThat(findings(sent("AAAA"), ANY))
        .containsExactly(
            Finding.inconclusive(
                "ONE-POD",
                "A answered everything: if it is not the only pod, say so with --expect-pods"));
  }

  @Test
  void onePod_moreExpectedOnOneConnection_fails() {
    assertThat(findings(sent("A".repeat(20)), THREE))
        .containsExactly(
            Finding.fail(
                "ONE-POD",
                "A answered everything, 3 pods expected: the connection is pinned to it (L4), or"
                    + " no other pod is reached; --connections 12 tells which"));
  }

  @Test
  void onePod_moreExpectedOnSeveralConnections_fails() {
    assertThat(findings(sent("A".repeat(20), "A".repeat(20)), THREE))
        .containsExactly(
            Finding.fail(
                "ONE-POD",
                "A answered everything, 3 pods expected: no other pod is reached, or the balancer"
                    + " is sticky by source"));
  }

  /** (1/3)**9 is below 0.0001, (1/3)**8 is not. */
  @Test
  void onePod_fewCalls_mayBeChance() {
    assertThat(findings(sent("A".repeat(10)), THREE)).extracting(Finding::code).contains("ONE-POD");
    assertThat(findings(sent("A".repeat(9)), THREE))
        .extracting(Finding::code, Finding::verdict)
        .containsExactly(tuple("LB-EVEN", Verdict.INCONCLUSIVE));
  }

  @Test
  void onePod_oneExpected_passes() {
    assertThat(findings(sent("A".repeat(100)), ONE))
        .containsExactly(
            Finding.pass("LB-EVEN", "the one share is within 0.80 .. 1.20 of the expected"));
  }

  @Test
  void onePod_weightsThatOneOftenAnswers_areNoFailure() {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("a", 99.0);
    weights.put("b", 1.0);

    assertThat(findings(sent("a".repeat(20)), new Expectation(OptionalInt.of(2), weights, 0.2)))
        .extracting(Finding::verdict)
        .doesNotContain(Verdict.FAIL);
  }

  @Test
  void lbPinned_eachConnectionItsPod_fails() {
    assertThat(findings(sent("A".repeat(20), "B".repeat(20), "A".repeat(20)), THREE))
        .containsExactly(
            Finding.fail(
                "LB-PINNED",
                "each of 3 connections reaches one pod only, whichever it met first (A, B)"));
  }

  @Test
  void lbPinned_fewCallsOnEach_mayBeChance() {
    assertThat(findings(sent("AA", "BB"), ANY))
        .extracting(Finding::code)
        .containsExactly("LB-EVEN");
  }

  @Test
  void podCount_tooMany_fails() {
    assertThat(findings(sent(cycle("AB", 2400)), ONE))
        .contains(Finding.fail("POD-COUNT", "2 pods answered, 1 expected"));
  }

  /** Three pods of two equal weights: the chance that one is never met is (5/6)**calls. */
  @Test
  void podCount_tooFewUnderWeights() {
    Expectation three = new Expectation(OptionalInt.of(3), weights(1, 1).weights(), 0.2);

    assertThat(findings(sent(cycle("ab", 2400)), three))
        .contains(Finding.fail("POD-COUNT", "2 of 3 pods answered"));
    assertThat(findings(sent(cycle("ab", 20)), three))
        .contains(Finding.inconclusive("POD-COUNT", "2 of 3 pods answered, in too few calls"));
  }

  @Test
  void lbRoute_podOfAnotherService_fails() {
    Failed wrong =
        new Failed(
            Status.UNIMPLEMENTED.withDescription("Method not found"),
            Optional.of("goodbye-1"),
            Origin.APP);

    assertThat(findings(sent("A", List.of(wrong, wrong)), ANY))
        .contains(
            Finding.fail(
                "LB-ROUTE", "2 calls failed: they reached goodbye-1, which does not serve Hello"));
  }

  @Test
  void lbRoute_unimplementedByAPodThatServes_isAFailedCall() {
    Failed failed =
        new Failed(Status.UNIMPLEMENTED.withDescription("no"), Optional.of("A"), Origin.APP);

    assertThat(findings(sent("A", List.of(failed)), ANY))
        .contains(Finding.fail("CALLS", "1 call failed: UNIMPLEMENTED: no, by A (blame: app)"));
  }

  @Test
  void calls_failures_areGroupedWithBlameTheMostFirst() {
    Failed app = new Failed(Status.INTERNAL.withDescription("bug"), Optional.of("A"), Origin.APP);
    Failed proxy =
        failed(Status.UNAVAILABLE.withDescription("HTTP status code 502"), Origin.NOT_GRPC);
    Failed unsigned = failed(Status.UNAVAILABLE, Origin.UNSIGNED);
    Failed network = failed(Status.UNAVAILABLE.withDescription("io exception"), Origin.CONNECTION);

    assertThat(findings(sent("A", List.of(app, unsigned, proxy, network, proxy)), ANY))
        .containsExactly(
            Finding.fail(
                "CALLS", "2 calls failed: UNAVAILABLE: HTTP status code 502 (blame: proxy)"),
            Finding.fail("CALLS", "1 call failed: INTERNAL: bug, by A (blame: app)"),
            Finding.fail("CALLS", "1 call failed: UNAVAILABLE (blame: proxy)"),
            Finding.fail("CALLS", "1 call failed: UNAVAILABLE: io exception (blame: network)"),
            findings(sent("A"), ANY).get(0));
  }

  /** gRPC's text says how long each call waited, so no two are alike. */
  @Test
  void calls_deadlines_areOneKind() {
    List<Failed> late =
        List.of(
            failed(Status.DEADLINE_EXCEEDED.withDescription("after 1.01s"), Origin.UNKNOWN),
            failed(Status.DEADLINE_EXCEEDED.withDescription("after 1.02s"), Origin.UNKNOWN));

    assertThat(findings(sent("", late), ANY))
        .containsExactly(
            Finding.fail(
                "CALLS",
                "2 calls failed: DEADLINE_EXCEEDED: no answer in time (blame: cannot tell)"));
  }

  @Test
  void calls_manyKinds_areCountedTogetherFromTheSixthOn() {
    List<Failed> failed =
        IntStream.range(0, 7)
            .mapToObj(i -> failed(Status.ABORTED.withDescription("no " + i), Origin.UNKNOWN))
            .toList();

    assertThat(findings(sent("", failed), ANY))
        .hasSize(6)
        .endsWith(Finding.fail("CALLS", "2 calls failed in 2 other ways"));
  }

  @Test
  void identity_unnamedAnswers_areInconclusive() {
    assertThat(findings(sent("???"), ANY))
        .containsExactly(
            Finding.inconclusive(
                "IDENTITY", "3 answers name no pod where it was looked for (--pod-from)"));
  }

  @Test
  void of_noCallEnded_isInconclusive() {
    Sent sent = new Sent(100, List.of(Collections.emptyList()));

    assertThat(findings(sent, THREE))
        .containsExactly(Finding.inconclusive("CALLS", "no call has ended"));
  }

  @Test
  void verdict_severalFindings_isTheWorst() {
    assertThat(Judgement.of("Hello", sent(cycle("ABC", 2400) + "?"), THREE, ALPHA).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Judgement.of("Hello", sent(cycle("ABC", 2400) + "?-"), THREE, ALPHA).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void sample_pinned_isOfConnections() {
    assertThat(Judgement.sample(sent("A".repeat(20), "B".repeat(30))))
        .isEqualTo(Map.of("A", 1L, "B", 1L));
  }

  private static List<Finding> findings(Sent sent, Expectation expected) {
    return Judgement.of("Hello", sent, expected, ALPHA).findings();
  }

  private static Expectation pods(int pods) {
    return new Expectation(OptionalInt.of(pods), Map.of(), 0.2);
  }

  private static Expectation weights(double a, double b) {
    Map<String, Double> weights = new LinkedHashMap<>();
    weights.put("a", a);
    weights.put("b", b);
    return new Expectation(OptionalInt.empty(), weights, 0.2);
  }
}
