package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DoubtsTest {
  private static final long MILLI = 1_000_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Recorder recorder =
      new Recorder(
          List.of(
              new Work(
                  "Hello", MethodType.UNARY, "a.B/C", List.of(new byte[0]), PodFrom.nothing())));

  private int connections = 1;
  private boolean raw;

  private List<String> doubts(Duration lasted, Duration cpu) {
    return Doubts.about(result(lasted, cpu, false));
  }

  private LoadResult result(Duration lasted, Duration cpu, boolean interrupted) {
    return new LoadResult(
        "h:1",
        new Asked(
            "pace",
            Optional.of(100.0),
            "Hello=1",
            connections,
            50,
            SECOND,
            0,
            OptionalInt.empty(),
            raw),
        Instant.EPOCH,
        lasted,
        interrupted,
        recorder.services(),
        recorder.timeline(lasted),
        recorder.losses(),
        0,
        List.of(),
        0,
        new Generator(cpu, 2, recorder.late()));
  }

  private void turns(int calls, long late) {
    for (int i = 0; i < calls; i++) {
      recorder.turn(0, late);
    }
  }

  @Test
  void about_callsInTime_none() {
    turns(100, 9 * MILLI);

    assertThat(doubts(SECOND, SECOND)).isEmpty();
  }

  @Test
  void about_interruptedRun_saysSo() {
    assertThat(Doubts.about(result(SECOND, SECOND, true)))
        .containsExactly("it was interrupted: this is what was known by then");
  }

  @Test
  void about_oneInAHundredLate_clientHasFallenBehind() {
    turns(95, 0);
    turns(5, 11 * MILLI);

    assertThat(doubts(SECOND, SECOND))
        .containsExactly(
            "the client has fallen behind: 1 call in 100 had its turn 11.0 ms late, or later");
  }

  @Test
  void about_aFewCallsLate_none() {
    turns(96, 0);
    turns(4, 11 * MILLI);

    assertThat(doubts(SECOND, SECOND)).isEmpty();
  }

  @Test
  void about_lateCallsOfMany_clientHasFallenBehindFromOneInAHundredOn() {
    turns(9_900, 0);
    turns(100, 11 * MILLI);

    assertThat(doubts(SECOND, SECOND)).isEmpty();

    turns(2, 11 * MILLI);

    assertThat(doubts(SECOND, SECOND)).hasSize(1);
  }

  @Test
  void about_allProcessorsBusy_clientWasTheLimit() {
    assertThat(doubts(SECOND, Duration.ofMillis(1_900)))
        .containsExactly("the client was the limit: 95 % of its processors were busy");
  }

  @Test
  void about_rawRunThatLostCalls_grpcWouldHaveSentSomeAgain() {
    raw = true;

    assertThat(doubts(SECOND, SECOND)).isEmpty();

    recorder.failed(0, new Failed(Status.UNAVAILABLE, Optional.empty(), Origin.CONNECTION), 0, 1);

    assertThat(doubts(SECOND, SECOND))
        .containsExactly(
            "--raw: of the calls that failed, gRPC would have sent those again that no server had"
                + " seen");
  }

  private void answered(int calls, long latency) {
    for (int i = 0; i < calls; i++) {
      recorder.answered(null, 0, "a", false, 0, 0, latency);
    }
  }

  @Test
  void about_answersReadAfterTheirDeadline_clientStoodStill() {
    answered(98, MILLI);
    answered(2, 1_005 * MILLI);

    assertThat(doubts(SECOND, Duration.ZERO)).isEmpty();

    answered(2, 2_900 * MILLI);

    assertThat(doubts(SECOND, Duration.ZERO))
        .singleElement()
        .asString()
        .startsWith("1 answer in 100 was read after its deadline of 1000 ms, 29");
  }

  /** What a call waited for its turn was no part of its deadline. */
  @Test
  void about_answersOfCallsThatWereSentLate_areNotLate() {
    turns(100, 2_000 * MILLI);
    answered(100, 2_900 * MILLI);

    assertThat(doubts(Duration.ofSeconds(9), Duration.ZERO))
        .containsExactly(
            "the client has fallen behind: 1 call in 100 had its turn 2007 ms late, or later");
  }

  @Test
  void about_moreCallsAtOnceThanStreams_someMayWait() {
    answered(1_000, 250 * MILLI);

    assertThat(doubts(SECOND, Duration.ZERO))
        .singleElement()
        .asString()
        .matches("about 2[45]\\d calls were on each connection at once: .*--connections 3 .*");

    connections = 3;

    assertThat(doubts(SECOND, Duration.ZERO)).isEmpty();
  }

  @Test
  void about_skippedCalls_latencyLacksThem() {
    turns(100, 0);
    recorder.skipped(0, 0);
    recorder.skipped(0, 0);

    assertThat(doubts(SECOND, Duration.ZERO))
        .containsExactly(
            "2 of 2 calls were never sent: as many as may be were in flight (50), or their deadline"
                + " had passed");
  }

  @Test
  void about_nothingButUnimplemented_otherMethodsAreNamed() {
    recorder.failed(0, new Failed(Status.UNIMPLEMENTED, Optional.empty(), Origin.APP), 0, MILLI);

    assertThat(doubts(SECOND, Duration.ZERO))
        .containsExactly(
            "nobody serves what was called, Hello=1: --method pkg.Service/Method names another");
  }

  @Test
  void about_runThatEndedInItsWarmUp_none() {
    assertThat(doubts(Duration.ZERO, SECOND)).isEmpty();
  }
}
