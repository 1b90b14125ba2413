package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.Seen;
import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.DeadlineCheck.Observation;
import greeter.client.check.DeadlineCheck.Timed;
import greeter.client.server.Acting;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DeadlineCheckTest {
  private static final Timed PLAIN = plain(100, Optional.of(7950));
  private static final Timed LATE = failed(1001, Status.DEADLINE_EXCEEDED, Origin.UNKNOWN);
  private static final Timed SLOW = plain(4100, Optional.of(7950));

  @Test
  void run_deadlineThatIsPassedOn_passes() throws Exception {
    Result result = run(new Acting());

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).contains("of 8.00 s; a late call ends after 1.");
  }

  /** Or nginx would take the pod's RST_STREAM for a failure, and rest a pod that is well. */
  @Test
  void run_endsTheLateCallBeforeItsPodDoes() throws Exception {
    AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    Result result =
        run(
            new Acting() {
              @Override
              protected Optional<Duration> deadline(Optional<Duration> left) {
                least.accumulateAndGet(left.orElseThrow().toMillis(), Math::min);
                return left;
              }
            });

    assertThat(result.line()).contains("; a late call ends after 1.");
    assertThat(least.get()).isGreaterThan(1_000);
  }

  @Test
  void run_deadlineThatIsDropped_failsAndIsTheProxys() throws Exception {
    Result result =
        run(
            new Acting() {
              @Override
              protected Optional<Duration> deadline(Optional<Duration> left) {
                return Optional.empty();
              }
            });

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("pods see no deadline, where 8.00 s were sent");
    assertThat(result.blame()).contains(Blame.PROXY);
  }

  /** As one that waits for its turn on a connection with few streams. */
  @Test
  void judge_slowCallThatHasNoAnswerInTime_isInconclusive() {
    Timed slow = failed(8_002, Status.DEADLINE_EXCEEDED, Origin.UNKNOWN);

    Result result = DeadlineCheck.judge(new Observation(PLAIN, LATE, slow), true);

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "a call of 4 s has no answer within its 8.00 s: it waited elsewhere, or the pod is slow");
  }

  @Test
  void run_callThatIsCut_fails() throws Exception {
    Result result =
        run(
            new Acting() {
              @Override
              protected Optional<Status> endOfSleep(int seconds) {
                return seconds == 4
                    ? Optional.of(Status.UNAVAILABLE.withDescription("time-out"))
                    : Optional.empty();
              }
            });

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .startsWith("a call of 4 s with a deadline of 8.00 s ended after ")
        .endsWith("(UNAVAILABLE: time-out)");
    assertThat(result.blame()).contains(Blame.APP);
  }

  @Test
  void judge_shorterDeadlineAtThePod_isTheProxys() {
    Result result = judge(plain(100, Optional.of(5000)), LATE, SLOW);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("pods see a deadline of 5.00 s, where 8.00 s were sent");
    assertThat(result.blame()).contains(Blame.PROXY);
  }

  @Test
  void judge_longerDeadlineAtThePod_fails() {
    assertThat(judge(plain(100, Optional.of(15000)), LATE, SLOW).grade()).isEqualTo(Grade.FAIL);
  }

  @Test
  void judge_callThatWasLongOnItsWay_passes() {
    assertThat(judge(plain(2000, Optional.of(6001)), LATE, SLOW).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void judge_slowCallCutByTheProxy_saysTheSecond() {
    Timed cut =
        failed(3012, Status.UNAVAILABLE.withDescription("HTTP status code 504"), Origin.NOT_GRPC);

    Result result = judge(PLAIN, LATE, cut);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo(
            "a call of 4 s with a deadline of 8.00 s ended after 3.01 s"
                + " (UNAVAILABLE: HTTP status code 504)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("time-out of the proxy's");
  }

  @Test
  void judge_lateCallEndedBeforeItsDeadline_fails() {
    Timed early = failed(500, Status.UNAVAILABLE, Origin.CONNECTION);

    Result result = judge(PLAIN, early, SLOW);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.NETWORK);
  }

  /** As where a proxy takes some of the deadline for itself, and says so by the right status. */
  @ParameterizedTest
  @CsvSource({"979,FAIL", "981,PASS", "1000,PASS", "1400,PASS"})
  void judge_deadlineExceeded_passesOnlyOnceItIsOver(int tookMillis, Grade grade) {
    Timed exceeded = failed(tookMillis, Status.DEADLINE_EXCEEDED, Origin.UNSIGNED);

    assertThat(judge(PLAIN, exceeded, SLOW).grade()).isEqualTo(grade);
  }

  @Test
  void judge_deadlineExceededTooEarly_saysWhen() {
    Result result = judge(PLAIN, failed(400, Status.DEADLINE_EXCEEDED, Origin.UNSIGNED), SLOW);

    assertThat(result.line())
        .isEqualTo(
            "a call of 2 s with a deadline of 1.00 s ended after 0.40 s (DEADLINE_EXCEEDED)");
    assertThat(result.blame()).contains(Blame.PROXY);
  }

  /** The pod's clock ends it too, and what a proxy makes of that may be here first. */
  @Test
  void judge_lateCallEndedAtItsDeadlineByTheProxy_passes() {
    Timed raced =
        failed(1003, Status.UNAVAILABLE.withDescription("HTTP status code 502"), Origin.NOT_GRPC);

    Result result = judge(PLAIN, raced, SLOW);

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).contains("says a proxy");
  }

  @Test
  void judge_lateCallEndedByThePod_saysSo() {
    assertThat(judge(PLAIN, failed(1000, Status.DEADLINE_EXCEEDED, Origin.APP), SLOW).line())
        .contains("says the pod");
  }

  @Test
  void judge_lateCallAnswered_fails() {
    Result result = judge(PLAIN, plain(2010, Optional.of(900)), SLOW);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("a call of 2 s with a deadline of 1.00 s was answered after 2.01 s");
  }

  @Test
  void judge_severalProblems_tellsAll() {
    Result result =
        judge(
            plain(100, Optional.empty()),
            LATE,
            failed(3001, Status.UNAVAILABLE, Origin.CONNECTION));

    assertThat(result.seen()).hasSize(2);
    assertThat(result.seen().get(1)).endsWith("ended after 3.00 s (UNAVAILABLE)");
    assertThat(result.cause())
        .isEqualTo(
            "grpc-timeout is not passed on to the pods; the connection was lost while the call"
                + " waited");
    assertThat(result.fixes())
        .containsExactlyElementsOf(
            Explanation.of(Code.DEADLINE).fixes().stream()
                .filter(fix -> Set.of("header", "connection").contains(fix.topic()))
                .toList());
    assertThat(result.fixes()).extracting(Explanation.Fix::topic).contains("header", "connection");
  }

  static Stream<Arguments> causes() {
    Status cut = Status.UNAVAILABLE.withDescription("time-out");
    return Stream.of(
        Arguments.of("header", new Observation(plain(100, Optional.empty()), LATE, SLOW)),
        Arguments.of("header", new Observation(plain(100, Optional.of(2000)), LATE, SLOW)),
        Arguments.of("late", new Observation(PLAIN, plain(2010, Optional.of(900)), SLOW)),
        Arguments.of("", new Observation(PLAIN, LATE, failed(3000, cut, Origin.NOT_GRPC))),
        Arguments.of("", new Observation(PLAIN, LATE, failed(3000, cut, Origin.RESET))),
        Arguments.of("server", new Observation(PLAIN, LATE, failed(3000, cut, Origin.APP))),
        Arguments.of(
            "connection", new Observation(PLAIN, LATE, failed(3000, cut, Origin.CONNECTION))));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void judge_eachCause_hasItsOwnFixes(String topic, Observation observation) {
    assertThat(DeadlineCheck.judge(observation, true).fixes())
        .isNotEmpty()
        .allMatch(fix -> fix.topic().equals(topic));
  }

  @Test
  void judge_ordinaryCallFails_isInconclusive() {
    assertThat(judge(failed(5, Status.UNAVAILABLE, Origin.CONNECTION), LATE, SLOW).grade())
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  @Test
  void judge_nobodySaysWhatThePodSaw_isInconclusive() {
    Timed mute = new Timed(Duration.ofMillis(5), Optional.empty(), Optional.empty());

    assertThat(judge(mute, LATE, SLOW).grade()).isEqualTo(Grade.INCONCLUSIVE);
  }

  private static Result run(Acting acting) throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", acting.over(new Talking()))) {
      return Benches.run(new DeadlineCheck(), server);
    }
  }

  private static Result judge(Timed plain, Timed late, Timed slow) {
    return DeadlineCheck.judge(new Observation(plain, late, slow), true);
  }

  private static Timed plain(int tookMillis, Optional<Integer> deadlineMillis) {
    return new Timed(
        Duration.ofMillis(tookMillis),
        Optional.empty(),
        Optional.of(new Seen(deadlineMillis.map(Duration::ofMillis), 0, 1, 0)));
  }

  private static Timed failed(int tookMillis, Status status, Origin origin) {
    return new Timed(
        Duration.ofMillis(tookMillis),
        Optional.of(new Failed(status, Optional.empty(), origin)),
        Optional.empty());
  }
}
