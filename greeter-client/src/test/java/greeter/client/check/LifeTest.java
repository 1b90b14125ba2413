package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that lived or died, and what that says of quiet and of age. */
class LifeTest {
  private static final Diagnosis PROXY =
      new Diagnosis(Blame.PROXY, "it was reset", List.of("INTERNAL: reset"));
  private static final Diagnosis NETWORK =
      new Diagnosis(Blame.NETWORK, "it was cut", List.of("cut"));

  private static Life lived(StreamKind kind, int hold) {
    return new Life(
        kind,
        Optional.of(Duration.ofSeconds(hold)),
        Duration.ofSeconds(hold + 2),
        Optional.empty());
  }

  private static Life died(StreamKind kind, int hold, double second, Diagnosis why) {
    return new Life(kind, Optional.of(Duration.ofSeconds(hold)), seconds(second), death(why));
  }

  private static Life twinLived(StreamKind kind, int second) {
    return new Life(kind, Optional.empty(), Duration.ofSeconds(second), Optional.empty());
  }

  private static Life twinDied(StreamKind kind, double second, Diagnosis why) {
    return new Life(kind, Optional.empty(), seconds(second), death(why));
  }

  private static Optional<Life.Death> death(Diagnosis why) {
    Failed end = new Failed(Status.INTERNAL, Optional.of("a"), Origin.RESET);
    return Optional.of(new Life.Death(Optional.of(end), Optional.of(why), Optional.empty()));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private static Result idle(boolean full, Life... lives) {
    return Life.judge(List.of(lives), full).get(0);
  }

  private static Result age(boolean full, Life... lives) {
    return Life.judge(List.of(lives), full).get(1);
  }

  private static Life twinDied(double second, int deadlineSeen) {
    Failed end = new Failed(Status.INTERNAL, Optional.of("a"), Origin.RESET);
    Diagnosis gone =
        new Diagnosis(
            Blame.CANNOT_TELL,
            "somebody before the pod ended it, but a pod is gone, too",
            List.of("seen"));
    return new Life(
        StreamKind.SERVER,
        Optional.empty(),
        seconds(second),
        Optional.of(
            new Life.Death(
                Optional.of(end), Optional.of(gone), Optional.of(seconds(deadlineSeen)))));
  }

  /** A proxy rests pods whose streams end so: that none answers since says nothing. */
  @Test
  void age_ofADeadlineThatNobodyHasSet_isTheProxys() {
    Result result = age(false, twinDied(3.1, 3), lived(StreamKind.BIDI, 3));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("busy server stream ends after 3.1 s (INTERNAL)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause())
        .isEqualTo(
            "pods see a deadline of 3.0 s, which no caller has set: a hop puts grpc-timeout there");
  }

  @Test
  void age_farFromTheDeadlineThatPodsSee_isNotOfIt() {
    assertThat(age(false, twinDied(3.1, 600), lived(StreamKind.BIDI, 3)).grade())
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  @Test
  void judge_allLived() {
    Life[] lives =
        Stream.of(StreamKind.values())
            .flatMap(kind -> Stream.of(twinLived(kind, 602), lived(kind, 15), lived(kind, 600)))
            .toArray(Life[]::new);

    assertThat(idle(true, lives))
        .isEqualTo(
            Result.pass(Code.STREAM_IDLE, "server, client, bidi streams lived 600 s of quiet")
                .measuring(600));
    assertThat(age(true, lives))
        .isEqualTo(
            Result.pass(Code.STREAM_AGE, "busy server, client, bidi streams lived 602 s")
                .measuring(602));
  }

  /** All of a ladder end at once; one of them is examined, and not always the first. */
  @Test
  void judge_severalThatDiedTogether_blamesAsTheOneThatWasExamined() {
    Life unexamined =
        new Life(
            StreamKind.BIDI,
            Optional.of(Duration.ofSeconds(75)),
            seconds(59.9),
            Optional.of(new Life.Death(Optional.empty(), Optional.empty(), Optional.empty())));

    Result result =
        idle(
            true,
            twinLived(StreamKind.BIDI, 602),
            unexamined,
            died(StreamKind.BIDI, 600, 60.0, PROXY));

    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen()).containsExactly("bidi stream, 60.0 s: INTERNAL: reset");
  }

  @Test
  void judge_quickForm_isNeverAPass() {
    assertThat(Life.judge(List.of(twinLived(StreamKind.BIDI, 5), lived(StreamKind.BIDI, 5)), false))
        .containsExactly(
            Result.notRun(Code.STREAM_IDLE, "needs --full; 5 s lived"),
            Result.notRun(Code.STREAM_AGE, "needs --full; 5 s lived"));
  }

  /** As where a limit on the rate of calls refuses it. */
  @Test
  void judge_streamThatEndsAtOnce_isInconclusive() {
    assertThat(
            age(
                true,
                twinLived(StreamKind.SERVER, 602),
                twinDied(StreamKind.BIDI, 0.02, PROXY),
                lived(StreamKind.SERVER, 600)))
        .isEqualTo(Result.inconclusive(Code.STREAM_AGE, "bidi stream ends at once (INTERNAL)"));
  }

  @Test
  void judge_quietDies_twinLives() {
    Life[] lives = {
      twinLived(StreamKind.SERVER, 602),
      lived(StreamKind.SERVER, 15),
      died(StreamKind.SERVER, 75, 60.04, PROXY),
      died(StreamKind.SERVER, 600, 60.01, PROXY)
    };

    assertThat(idle(true, lives))
        .isEqualTo(
            Result.of(
                    Code.STREAM_IDLE,
                    Grade.FAIL,
                    "server stream ends after 60.0 s of quiet (INTERNAL)")
                .measuring(60.01)
                .because(
                    Blame.PROXY,
                    "a limit on how long the proxy waits for a message of the pod's (it was reset)",
                    List.of("server stream, 60.0 s: INTERNAL: reset"))
                .about(Set.of("", "pod", "proxy")));
    assertThat(age(true, lives).grade()).isEqualTo(Grade.PASS);
  }

  /** Each kind waits for another side. */
  @ParameterizedTest
  @CsvSource({
    "SERVER, the pod's, 'grpc_read_timeout, grpc_send_timeout 1h'",
    "CLIENT, the client's, client_body_timeout 1h"
  })
  void judge_kindThatDies_tellsTheSetting(StreamKind kind, String side, String setting) {
    Result result = idle(true, twinLived(kind, 602), died(kind, 60, 60.0, PROXY));

    assertThat(result.cause()).contains("for a message of " + side);
    assertThat(nginx(result)).containsExactly(setting);
  }

  @Test
  void judge_bidiDiesWithTheServerStream_waitsForThePod() {
    Result result =
        idle(
            true,
            twinLived(StreamKind.SERVER, 602),
            twinLived(StreamKind.BIDI, 602),
            died(StreamKind.SERVER, 60, 60.0, PROXY),
            died(StreamKind.BIDI, 60, 60.0, PROXY));

    assertThat(result.cause()).contains("for a message of the pod's");
    assertThat(nginx(result)).containsExactly("grpc_read_timeout, grpc_send_timeout 1h");
  }

  @ParameterizedTest
  @MethodSource
  void judge_eitherSideMayBeWaitedFor_namesBothSettings(Life... dead) {
    List<Life> lives = new ArrayList<>(List.of(dead));
    lives.add(twinLived(StreamKind.SERVER, 602));

    Result result = idle(true, lives.toArray(Life[]::new));

    assertThat(result.cause()).contains("for a message of either side's");
    assertThat(nginx(result)).hasSize(2);
  }

  static Stream<Arguments> judge_eitherSideMayBeWaitedFor_namesBothSettings() {
    Life server = died(StreamKind.SERVER, 60, 60.0, PROXY);
    Life client = died(StreamKind.CLIENT, 60, 60.0, PROXY);
    Life bidi = died(StreamKind.BIDI, 60, 60.0, PROXY);
    return Stream.of(
        Arguments.of((Object) new Life[] {server, client, bidi}),
        Arguments.of((Object) new Life[] {bidi}));
  }

  /** No proxy of layer 7 ends a connection without a word. */
  @Test
  void judge_networkDoesIt_namesWhatPassesTcpOn() {
    Result result =
        idle(true, twinLived(StreamKind.SERVER, 602), died(StreamKind.SERVER, 350, 350.0, NETWORK));

    assertThat(nginx(result)).containsExactly("proxy_timeout 24h, where it passes TCP on");
  }

  private static List<String> nginx(Result result) {
    return result.fixes().stream()
        .filter(fix -> fix.where().equals("nginx"))
        .map(Explanation.Fix::settingAlone)
        .toList();
  }

  @Test
  void judge_quietDiesWithinTheFirstHold_failsTheQuickFormToo() {
    assertThat(
            idle(false, twinLived(StreamKind.CLIENT, 5), died(StreamKind.CLIENT, 5, 3, PROXY))
                .grade())
        .isEqualTo(Grade.FAIL);
  }

  @Test
  void judge_bothDieTogether_isAge() {
    Life[] lives = {
      twinDied(StreamKind.BIDI, 15.3, PROXY),
      died(StreamKind.BIDI, 15, 15.0, PROXY),
      died(StreamKind.BIDI, 60, 15.2, PROXY)
    };

    assertThat(idle(true, lives)).isEqualTo(Result.notRun(Code.STREAM_IDLE, "needs STREAM-AGE"));
    assertThat(age(true, lives).line()).isEqualTo("busy bidi stream ends after 15.3 s (INTERNAL)");
    assertThat(age(true, lives).cause())
        .isEqualTo("a limit on the age of a stream, whatever it carries (it was reset)");
  }

  @Test
  void judge_quietDiesClearlyBeforeItsTwin_isBoth() {
    Life[] lives = {
      twinDied(StreamKind.BIDI, 300, PROXY), died(StreamKind.BIDI, 350, 60, PROXY),
    };

    assertThat(Life.judge(List.of(lives), true))
        .extracting(Result::grade)
        .containsExactly(Grade.FAIL, Grade.FAIL);
  }

  @Test
  void judge_oneDiesWhereOthersLive_isNoLimit() {
    assertThat(
            idle(
                    true,
                    twinLived(StreamKind.BIDI, 602),
                    died(StreamKind.BIDI, 75, 20, PROXY),
                    lived(StreamKind.BIDI, 600))
                .cause())
        .isEqualTo("no limit on quiet, since others were quiet for longer (it was reset)");
  }

  @Test
  void judge_differentBlames_cannotTell() {

    Result result =
        idle(
            false,
            twinLived(StreamKind.SERVER, 5),
            died(StreamKind.SERVER, 5, 1, PROXY),
            twinLived(StreamKind.BIDI, 5),
            died(StreamKind.BIDI, 5, 2, NETWORK));

    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.seen())
        .containsExactly("server stream, 1.0 s: INTERNAL: reset", "bidi stream, 2.0 s: cut");
  }

  /** It shows no limit of anybody's. */
  @Test
  void judge_diedAsAPodWent_isInconclusive() {
    Diagnosis gone =
        new Diagnosis(
            Blame.CANNOT_TELL,
            "somebody before the pod ended it, but a pod is gone, too",
            List.of("hello-1 has answered none of the 40 calls since"));

    Result result = age(true, twinDied(StreamKind.SERVER, 3, gone), lived(StreamKind.BIDI, 15));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).endsWith(", and a pod is gone, or hangs");
    assertThat(result.seen()).hasSize(1);
  }

  @Test
  void judge_silence() {
    Life silent =
        new Life(
            StreamKind.BIDI,
            Optional.empty(),
            Duration.ofSeconds(4),
            Optional.of(new Life.Death(Optional.empty(), Optional.empty(), Optional.empty())));

    assertThat(age(true, silent, lived(StreamKind.BIDI, 15)).line())
        .isEqualTo("busy bidi stream ends after 4.0 s (silence)");
  }

  @Test
  void judge_serversWithoutStreams() {
    Failed end = new Failed(Status.UNIMPLEMENTED, Optional.empty(), Origin.UNSIGNED);
    Life old =
        new Life(
            StreamKind.SERVER,
            Optional.empty(),
            Duration.ZERO,
            Optional.of(new Life.Death(Optional.of(end), Optional.empty(), Optional.empty())));

    assertThat(Life.judge(List.of(old), true))
        .extracting(Result::line)
        .containsOnly("not run (needs the streaming methods: UNIMPLEMENTED)");
  }
}
