package greeter.client.load.event;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Explanation.Fix;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.Runs;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EventsTest {
  private static List<Result> of(Runs run) {
    return Events.of(run.result(), OptionalInt.empty());
  }

  private static Result only(Runs run) {
    List<Result> found = of(run);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static List<String> named(Runs run) {
    return of(run).stream().map(result -> result.code() + " " + result.grade()).toList();
  }

  @Test
  void rollout_ofThreePodsWithoutLoss() {
    Result rollout =
        only(
            Runs.of(30)
                .pod("a", 0, 6)
                .pod("b", 0, 11)
                .pod("c", 0, 16)
                .pod("d", 5, 30)
                .pod("e", 10, 30)
                .pod("f", 15, 30));

    assertThat(rollout.code()).isEqualTo(Code.ROLLOUT);
    assertThat(rollout.grade()).isEqualTo(Grade.PASS);
    assertThat(rollout.line())
        .isEqualTo("Hello: 3 pods replaced from 5 s to 16 s: no call was lost");
    assertThat(rollout.seen())
        .containsExactly(
            "5 s: d answers first; 6 s: a for the last time",
            "10 s: e answers first; 11 s: b for the last time",
            "15 s: f answers first; 16 s: c for the last time");
  }

  /** Too early, and too late, for an absence of their own. */
  @Test
  void rollout_thatBeginsAndEndsWithTheRun() {
    Result rollout =
        only(
            Runs.of(30)
                .pod("a", 0, 1.6)
                .pod("b", 0, 15)
                .pod("c", 0, 28.4)
                .pod("d", 1.4, 30)
                .pod("e", 14.5, 30)
                .pod("f", 28.2, 30));

    assertThat(rollout.line()).startsWith("Hello: 3 pods replaced from ");
  }

  @Test
  void rollout_byKill_namesEachLossByThePodThatHadEnded() {
    Result rollout =
        only(
            Runs.of(30)
                .pod("a", 0, 6)
                .pod("b", 0, 11)
                .pod("c", 0, 30)
                .pod("d", 5, 30)
                .pod("e", 10, 30)
                .loss(6, "", Blame.PROXY, "UNAVAILABLE", 2)
                .loss(11, "b", Blame.CANNOT_TELL, "INTERNAL", 1));

    assertThat(rollout.code()).isEqualTo(Code.ROLLOUT);
    assertThat(rollout.grade()).isEqualTo(Grade.FAIL);
    assertThat(rollout.number()).hasValue(3);
    assertThat(rollout.blame()).contains(Blame.CANNOT_TELL);
    assertThat(rollout.seen())
        .contains(
            "6 s: 2 calls of Hello lost, a (it ended at 6 s), blame proxy: UNAVAILABLE: why",
            "11 s: 1 call of Hello lost, b, blame cannot tell: INTERNAL: why");
  }

  @Test
  void rollout_whoseOldPodsEndFirst() {
    assertThat(
            named(
                Runs.of(30)
                    .pod("a", 0, 5)
                    .pod("b", 0, 10)
                    .pod("c", 0, 30)
                    .pod("d", 7, 30)
                    .pod("e", 12, 30)))
        .containsExactly("ROLLOUT PASS");
  }

  @Test
  void rollout_thatRecreatesAll() {
    assertThat(
            named(
                Runs.of(30)
                    .pod("a", 0, 10)
                    .pod("b", 0, 10)
                    .pod("c", 14, 30)
                    .pod("d", 14, 30)
                    .loss(11, "", Blame.PROXY, "UNAVAILABLE", 200)))
        .containsExactly("ROLLOUT FAIL");
  }

  @Test
  void rollout_thatRestartsPodsByTheirNames() {
    Result rollout =
        only(
            Runs.of(30)
                .pod("a", 0, 5)
                .pod("a", 9, 30)
                .pod("b", 0, 12)
                .pod("b", 16, 30)
                .pod("c", 0, 30));

    assertThat(rollout.code()).isEqualTo(Code.ROLLOUT);
    assertThat(rollout.seen())
        .containsExactly(
            "6 s: a answers for the last time; 9 s: again",
            "13 s: b answers for the last time; 16 s: again");
  }

  @Test
  void rollout_withLongPausesBetween() {
    assertThat(
            named(
                Runs.of(150)
                    .pod("a", 0, 42)
                    .pod("b", 0, 77)
                    .pod("c", 0, 112)
                    .pod("d", 10, 150)
                    .pod("e", 45, 150)
                    .pod("f", 80, 150)))
        .containsExactly("ROLLOUT PASS");
  }

  @Test
  void rollout_ofOnePodAlone() {
    assertThat(named(Runs.of(20).pod("a", 0, 9).pod("b", 8, 20))).containsExactly("ROLLOUT PASS");
  }

  /** Which of the two answered first is chance. */
  @Test
  void rollout_ofOnePodAlone_whichEndsAsTheOtherComes() {
    assertThat(named(Runs.of(20).steady("c").pod("a", 0, 8.5).pod("b", 8.6, 20)))
        .containsExactly("ROLLOUT PASS");
  }

  @Test
  void rollout_ofOneServiceOnly() {
    List<Result> found =
        of(
            Runs.of(20)
                .pod("Hello", "hello-1", 0, 9, 100)
                .pod("Hello", "hello-2", 0, 20, 100)
                .pod("Goodbye", "goodbye-1", 0, 20, 100)
                .pod("Hello", "hello-3", 8, 20, 100));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).line()).startsWith("Hello: 1 pod replaced");
  }

  @Test
  void killedPod_isNoRollout() {
    Result retry =
        only(
            Runs.of(20)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .loss(7, "", Blame.PROXY, "UNAVAILABLE", 3)
                .loss(9, "", Blame.PROXY, "UNAVAILABLE", 9));

    assertThat(retry.code()).isEqualTo(Code.RETRY);
    assertThat(retry.grade()).isEqualTo(Grade.FAIL);
    assertThat(retry.line())
        .isEqualTo(
            "Hello: c answered for the last time at 7.5 s, and none came in its place: 12 calls lost within 3 s");
    assertThat(retry.blame()).contains(Blame.PROXY);
    assertThat(retry.cause())
        .isEqualTo("calls were sent to the dead pod, or waited for it, for 3 s");
    assertThat(retry.fixes()).extracting(Fix::where).contains("nginx", "application");
  }

  /** No setting of the proxy's brings them back. */
  @Test
  void killedPod_whoseCallsWereOnTheirWay_isMendedByTheClientAlone() {
    Result retry =
        only(
            Runs.of(20)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .loss(7, "", Blame.PROXY, "UNAVAILABLE", 3));

    assertThat(retry.cause())
        .isEqualTo("calls were on their way in the pod, or the proxy tried no other");
    assertThat(retry.fixes()).extracting(Fix::where).containsOnly("application");
  }

  /**
   * A call is known by the second in which it was due; those in the pod's last answers come first.
   */
  @Test
  void killedPod_whoseLossesBeginBeforeItsLastAnswer() {
    Result retry =
        only(
            Runs.of(20)
                .steady("a", "b")
                .slow("c", 0, 5.5, 2_000)
                .loss(5, "c", Blame.PROXY, "UNAVAILABLE", 3)
                .loss(7, "c", Blame.PROXY, "UNAVAILABLE", 9));

    assertThat(retry.line()).endsWith("12 calls lost within 3 s");
    assertThat(retry.cause())
        .isEqualTo("calls were on their way in the pod, or the proxy tried no other");
  }

  @Test
  void event_thatALateClientSaw_isDoubted() {
    Runs killed =
        Runs.of(20).steady("a", "b").pod("c", 0, 7.5).loss(7, "c", Blame.PROXY, "UNAVAILABLE", 12);

    assertThat(only(killed).grade()).isEqualTo(Grade.FAIL);
    Result doubted = only(killed.late(2));
    assertThat(doubted.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(doubted.line())
        .endsWith(
            "12 calls lost within 1 s; or the client, which had fallen behind, only saw it so");
    assertThat(doubted.number()).hasValue(12);
    assertThat(doubted.blame()).isEmpty();
  }

  @Test
  void killedPod_whoseCallsTheProxySentElsewhere_passes() {
    Result retry = only(Runs.of(20).steady("a", "b").pod("c", 0, 7.5));

    assertThat(retry.code()).isEqualTo(Code.RETRY);
    assertThat(retry.grade()).isEqualTo(Grade.PASS);
    assertThat(retry.line()).endsWith(": no call was lost");
  }

  @Test
  void killedPod_thatIsReplacedLater_isNeitherRolloutNorScale() {
    Result retry = only(Runs.of(30).steady("a", "b").pod("c", 0, 7.5).pod("d", 12, 30));

    assertThat(retry.code()).isEqualTo(Code.RETRY);
    assertThat(retry.line()).contains("c answered for the last time at 7.5 s, and d came at 12 s");
  }

  /** For whom the new one came is not seen; that it came is. */
  @Test
  void killedPod_afterWhichOneCame_thatMayBeAnothers() {
    assertThat(
            of(Runs.of(40).steady("c").pod("a", 0, 5).pod("b", 0, 19).pod("d", 13, 40)).stream()
                .map(Result::line))
        .containsExactlyInAnyOrder(
            "Hello: 1 pod replaced from 13 s to 19 s: no call was lost",
            "Hello: a answered for the last time at 5 s, and d came at 13 s: no call was lost");
  }

  @Test
  void killedPod_thatIsRestarted() {
    assertThat(only(Runs.of(30).steady("a", "b").pod("c", 0, 7.5).pod("c", 12, 30)).line())
        .contains("c answered nothing from 8 s to 12 s (dead, hung, or passed over)");
  }

  /** Whether it had hung or its successor of the same name was slow: they waited for this pod. */
  @Test
  void pod_thatComesBack_hasCostWhatWaitedForIt() {
    Result retry =
        only(
            Runs.of(30)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .pod("c", 11, 30)
                .loss(7, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 7)
                .loss(9, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 33)
                .loss(11, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 9));

    assertThat(retry.grade()).isEqualTo(Grade.FAIL);
    assertThat(retry.number()).hasValue(49);
    assertThat(retry.line()).endsWith(": 49 calls lost within 5 s");
    assertThat(retry.cause())
        .isEqualTo("calls were sent to the dead pod, or waited for it, for 4 s");
    assertThat(retry.topics()).containsExactlyInAnyOrder("", "tried");
  }

  /** For less than two slots: it has not ended. */
  @Test
  void pod_thatHangsForAMoment_isNamed() {
    Result retry =
        only(
            Runs.of(30)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .pod("c", 9.2, 30)
                .loss(7, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 12)
                .loss(8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 22));

    assertThat(retry.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(retry.line())
        .isEqualTo(
            "Hello: 34 calls missed their deadline in seconds 7 to 8, and c answered none for a"
                + " while then: it may have hung");
    assertThat(retry.seen()).hasSize(2);
  }

  @Test
  void calls_thatMissTheirDeadlineWhileAllPodsAnswer_areNobodys() {
    assertThat(
            named(
                Runs.of(30)
                    .steady("a", "b", "c")
                    .loss(7, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 12)))
        .isEmpty();
  }

  @Test
  void pod_thatComesBack_andMissesDeadlinesAfterwards_mayBeCold() {
    List<Result> found =
        Events.of(
            Runs.of(30)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .pod("c", 11, 30)
                .loss(9, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 33)
                .loss(12, "c", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 9)
                .result(),
            OptionalInt.empty());

    assertThat(found)
        .extracting(result -> result.code() + " " + result.grade())
        .containsExactly("RETRY FAIL", "COLD INCONCLUSIVE");
    assertThat(found.get(0).number()).hasValue(33);
    assertThat(found.get(1).line())
        .startsWith("Hello: 9 calls missed their deadline when c came back at 11 s");
  }

  @Test
  void podsKilledTogether_andRestarted_areNoRollout() {
    assertThat(
            named(
                Runs.of(30)
                    .pod("a", 0, 30)
                    .pod("b", 0, 7.5)
                    .pod("b", 12, 30)
                    .pod("c", 0, 7.5)
                    .pod("c", 12, 30)))
        .containsExactly("RETRY PASS", "RETRY PASS");
  }

  @Test
  void losses_thatWereThereBefore_areNotTheEvents() {
    Result retry =
        only(
            Runs.of(20)
                .steady("a", "b")
                .pod("c", 0, 7.5)
                .loss(2, "", Blame.PROXY, "UNAVAILABLE", 1)
                .loss(9, "", Blame.PROXY, "UNAVAILABLE", 1));

    assertThat(retry.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(retry.seen()).containsExactly("1 call failed as others did before");
  }

  @Test
  void losses_whileAnotherServiceLosesAsMany_mayNotBeTheEvents() {
    Runs killed =
        Runs.of(20)
            .steady("a", "b")
            .pod("c", 0, 7.5)
            .pod("Goodbye", "g", 0, 20, 100)
            .loss(8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 150);
    Result itsOwn = only(killed);
    Result retry = only(killed.loss("Goodbye", 8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 50));

    assertThat(itsOwn.grade()).isEqualTo(Grade.FAIL);
    assertThat(retry.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(retry.seen()).containsExactly("150 calls failed while those for all pods did");
  }

  @Test
  void losses_whileAnotherServiceLosesAFew_areTheEvents() {
    assertThat(
            only(Runs.of(20)
                    .steady("a", "b")
                    .pod("c", 0, 7.5)
                    .pod("Goodbye", "g", 0, 20, 100)
                    .loss(8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 150)
                    .loss("Goodbye", 8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 1))
                .grade())
        .isEqualTo(Grade.FAIL);
  }

  /** Both services lose a pod: each has losses of its own. */
  @Test
  void losses_whileAnotherServiceLosesItsPod_areTheEvents() {
    assertThat(
            named(
                Runs.of(20)
                    .steady("a", "b")
                    .pod("c", 0, 7.5)
                    .pod("Goodbye", "g", 0, 20, 100)
                    .pod("Goodbye", "h", 0, 7.5, 100)
                    .loss(8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 150)
                    .loss("Goodbye", 8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 150)))
        .containsExactly("RETRY FAIL", "RETRY FAIL");
  }

  @Test
  void losses_whileNoPodAnswers_mayNotBeTheEvents() {
    Runs killed = Runs.of(20).pod("c", 0, 7.5);
    for (String pod : List.of("a", "b")) {
      killed.pod(pod, 0, 7.9).pod(pod, 9, 20);
    }
    Result retry = only(killed.loss(8, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 300));

    assertThat(retry.code()).isEqualTo(Code.RETRY);
    assertThat(retry.grade()).isEqualTo(Grade.INCONCLUSIVE);
  }

  /** It never answers, so that it is not seen to end. */
  @Test
  void endpoint_thatIsDeadAllTheTime_isGuessedByWhatTheProxySays() {
    Runs run = Runs.of(10).steady("a", "b");
    for (int second = 0; second < 10; second++) {
      run.loss(second, "", Blame.PROXY, "UNAVAILABLE", 7);
    }
    Result retry = only(run);

    assertThat(retry.code()).isEqualTo(Code.RETRY);
    assertThat(retry.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(retry.line())
        .isEqualTo(
            "Hello: the proxy reached no pod for 70 calls in seconds 0 to 9, and others were"
                + " answered: as if one were dead all the time");
  }

  /** It answers two seconds after a call was due, so those of its last two seconds were in it. */
  @Test
  void deathOfASlowPod_isAtItsLastAnswer() {
    Result retry =
        only(
            Runs.of(20)
                .slow("a", 0, 20, 2_000)
                .slow("b", 0, 20, 2_000)
                .slow("c", 0, 5.5, 2_000)
                .loss(5, "", Blame.PROXY, "UNAVAILABLE", 50)
                .loss(6, "", Blame.PROXY, "UNAVAILABLE", 100)
                .loss(7, "", Blame.PROXY, "UNAVAILABLE", 50));

    assertThat(retry.line())
        .isEqualTo(
            "Hello: c answered for the last time at 7.5 s, and none came in its place: 200 calls"
                + " lost within 3 s");
    assertThat(retry.cause()).startsWith("calls were on their way in the pod");
    assertThat(retry.blame()).contains(Blame.CANNOT_TELL);
  }

  /** As nginx tries one again, 10 s after it failed, if it is not told otherwise. */
  @Test
  void endpoint_thatIsTriedEveryTenSeconds_isGuessed() {
    Runs run = Runs.of(20).steady("a", "b");
    run.loss(2, "", Blame.PROXY, "UNAVAILABLE", 1).loss(12, "", Blame.PROXY, "UNAVAILABLE", 1);

    assertThat(only(run).line()).contains("no pod for 2 calls in seconds 2 to 12");
  }

  @Test
  void calls_thatFailOnlyForAWhile_areOfNoDeadEndpoint() {
    Runs run = Runs.of(20).steady("a", "b");
    for (int second = 3; second < 8; second++) {
      run.loss(second, "", Blame.PROXY, "UNAVAILABLE", 7);
    }

    assertThat(of(run)).isEmpty();
  }

  @Test
  void losses_ofPodsThatLiveOn_areNotTheEvents() {
    assertThat(
            only(Runs.of(20)
                    .steady("a", "b")
                    .pod("c", 0, 7.5)
                    .loss(9, "a", Blame.APP, "INTERNAL", 1))
                .grade())
        .isEqualTo(Grade.PASS);
  }

  @Test
  void podInAddition_thatGetsItsShare() {
    Result scale = only(Runs.of(30).steady("a", "b", "c").pod("d", 5.25, 30));

    assertThat(scale.code()).isEqualTo(Code.LB_SCALE);
    assertThat(scale.grade()).isEqualTo(Grade.PASS);
    assertThat(scale.line())
        .startsWith("Hello: d came in addition, its first call at 5.3 s; 1.00 of its share since");
  }

  @Test
  void podsInAddition_thatComeTogether_getTheirShares() {
    assertThat(named(Runs.of(30).steady("a", "b").pod("c", 10.1, 30).pod("d", 10.4, 30)))
        .containsExactly("LB-SCALE PASS", "LB-SCALE PASS");
  }

  @Test
  void podInAddition_thatStaysNearlyIdle() {
    Result scale = only(Runs.of(30).steady("a", "b", "c").pod("Hello", "d", 5, 30, 20));

    assertThat(scale.code()).isEqualTo(Code.LB_SCALE);
    assertThat(scale.grade()).isEqualTo(Grade.WARN);
    assertThat(scale.blame()).contains(Blame.PROXY);
  }

  @Test
  void podInAddition_whoseShareRises() {
    Result scale =
        only(Runs.of(30).steady("a", "b", "c").pod("Hello", "d", 5, 14.9, 20).pod("d", 15, 30));

    assertThat(scale.grade()).isEqualTo(Grade.PASS);
    assertThat(scale.line()).contains("of its share at last");
  }

  @Test
  void podInAddition_inTheLastSeconds_cannotBeTold() {
    assertThat(only(Runs.of(30).steady("a", "b", "c").pod("d", 29, 30)).grade())
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  @Test
  void expectedPod_thatNeverAnswers() {
    List<Result> found = Events.of(Runs.of(10).steady("a", "b").result(), OptionalInt.of(3));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).code()).isEqualTo(Code.LB_SCALE);
    assertThat(found.get(0).grade()).isEqualTo(Grade.FAIL);
    assertThat(found.get(0).line()).isEqualTo("Hello: 3 pods expected, 2 at most answered at once");
  }

  @Test
  void expectedPods_thatReplaceOthers_areAllThere() {
    assertThat(
            Events.of(
                Runs.of(20).pod("a", 0, 9).pod("b", 0, 20).pod("c", 8, 20).result(),
                OptionalInt.of(2)))
        .extracting(Result::code)
        .containsExactly(Code.ROLLOUT);
  }

  @Test
  void expectedPods_ofAnswersWithoutNames_cannotBeTold() {
    List<Result> found = Events.of(Runs.of(10).pod("", 0, 10).result(), OptionalInt.of(3));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
  }

  @Test
  void podAdded_andAnotherKilledMuchLater_areTwoEvents() {
    assertThat(named(Runs.of(40).steady("a", "b").pod("c", 0, 25).pod("d", 5, 40)))
        .containsExactly("LB-SCALE PASS", "RETRY PASS");
  }

  @Test
  void podKilledEarly_andARolloutOfTheOthers_areTwoEvents() {
    List<Result> found =
        of(
            Runs.of(60)
                .pod("a", 0, 5)
                .pod("b", 0, 22)
                .pod("c", 0, 26)
                .pod("d", 20, 60)
                .pod("e", 24, 60));

    assertThat(found).extracting(Result::code).containsExactly(Code.ROLLOUT, Code.RETRY);
    assertThat(found.get(0).line()).startsWith("Hello: 2 pods replaced from 20 s to 26 s");
    assertThat(found.get(1).line())
        .startsWith("Hello: a answered for the last time at 5 s, and none came");
  }

  @Test
  void canary_thatComesAndGoes_isNoRollout() {
    assertThat(named(Runs.of(40).steady("a", "b", "c").pod("d", 5, 20)))
        .containsExactly("LB-SCALE PASS", "RETRY PASS");
  }

  @Test
  void podsThatChangeWithTheConnection_cannotBeTold() {
    Runs run =
        Runs.of(20)
            .pod("a", 0, 5)
            .pod("b", 5, 12)
            .pod("a", 12, 20)
            .connection(0, 0, 5, End.GOAWAY, 700)
            .connection(0, 5, 12, End.GOAWAY, 700)
            .connection(0, 12, 20, End.NONE, 800);

    assertThat(named(run)).containsExactly("ROLLOUT INCONCLUSIVE");
  }

  /** As behind a proxy that is reloaded for each pod that is replaced. */
  @Test
  void podsThatChangeWithConnectionsThatReachSeveral_areReplaced() {
    Runs run =
        Runs.of(20)
            .pod("a", 0, 5)
            .pod("b", 0, 10)
            .pod("c", 5, 20)
            .pod("d", 10, 20)
            .spreading()
            .connection(0, 0, 5, End.GOAWAY, 1000)
            .connection(0, 5, 10, End.GOAWAY, 1000)
            .connection(0, 10, 20, End.NONE, 2000);

    assertThat(named(run)).contains("ROLLOUT PASS");
  }

  @Test
  void fewCalls_tellNothing() {
    assertThat(of(Runs.of(10).pod("Hello", "a", 0, 10, 1).pod("Hello", "b", 4, 7, 1))).isEmpty();
  }

  /** Whatever the number of pods and calls: chance is no event. */
  @Test
  void steadyRuns_showNoEvent() {
    RandomGenerator random = new SplittableRandom(20_261_124);
    for (int i = 0; i < 300; i++) {
      int pods = random.nextInt(1, 13);
      int rate = random.nextInt(1, 300);
      int seconds = random.nextInt(3, 60);
      Runs run = Runs.of(seconds).random(pods, rate, random);

      assertThat(of(run)).as("%d pods, %d/s, %d s", pods, rate, seconds).isEmpty();
    }
  }
}
