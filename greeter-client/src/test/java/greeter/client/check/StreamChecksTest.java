package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.StreamPinCheck.Spread;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the judges of pinned, cut and forgotten streams and connections say. */
class StreamChecksTest {
  private static final Failed LOST =
      new Failed(Status.DEADLINE_EXCEEDED, Optional.empty(), Origin.UNKNOWN);
  private static final Diagnosis FORGOTTEN =
      new Diagnosis(Blame.NETWORK, "forgotten", List.of("nothing came"));

  private static List<Set<String>> streams(int n, String... pods) {
    List<Set<String>> streams = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      streams.add(Set.of(pods[i % pods.length]));
    }
    return streams;
  }

  private static Result pin(List<Set<String>> streams, List<String> calls) {
    return StreamPinCheck.judge(new Spread(streams, calls, List.of()));
  }

  @Test
  void pin_spread() {
    assertThat(pin(streams(12, "a", "b", "c"), List.of("a", "b", "c")))
        .isEqualTo(Result.pass(Code.STREAM_PIN, "12 streams over 3 pods, each stream on one"));
  }

  @Test
  void pin_allOnOne_whereCallsSpread() {
    Result result = pin(streams(12, "a"), List.of("a", "b", "c"));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("12 streams all on a; single calls reach 3 pods");
    assertThat(result.seen())
        .containsExactly(
            "streams: all 12 on a", "single calls on the same connection: a 1, b 1, c 1");
  }

  @Test
  void pin_allOnOne_byChance() {
    // A pod with nine calls of ten gets 12 streams of 12 in a quarter of all runs.
    List<String> calls = new ArrayList<>(Collections.nCopies(9, "a"));
    calls.add("b");

    assertThat(pin(streams(12, "a"), calls).grade()).isEqualTo(Grade.INFO);
  }

  @Test
  void pin_connectionPinned() {
    assertThat(pin(streams(12, "a"), List.of("a", "a")).line())
        .isEqualTo("12 streams on a, as all single calls on their connection");
  }

  @Test
  void pin_severalPodsWithinOneStream() {
    assertThat(pin(List.of(Set.of("a", "b")), List.of("a")).grade()).isEqualTo(Grade.INFO);
  }

  @Test
  void pin_noNames() {
    assertThat(pin(List.of(Set.of()), List.of()).grade()).isEqualTo(Grade.INCONCLUSIVE);
  }

  @Test
  void pin_streamsFail() {
    Failed reset = new Failed(Status.INTERNAL, Optional.of("a"), Origin.NOT_GRPC);

    Result result =
        StreamPinCheck.judge(new Spread(streams(2, "a", "b"), List.of("a", "b"), List.of(reset)));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).isEqualTo("1 of 2 streams failed: INTERNAL");
    assertThat(result.blame()).isEmpty();
  }

  @Test
  void size_all() {
    assertThat(StreamSizeCheck.judge(new StreamSizeCheck.Carried(2048, Optional.empty())))
        .isEqualTo(Result.pass(Code.STREAM_SIZE, "2,048 KiB on one stream").measuring(2048));
  }

  @Test
  void size_cut() {
    Diagnosis cut = new Diagnosis(Blame.PROXY, "it was reset", List.of("INTERNAL: reset"));

    assertThat(StreamSizeCheck.judge(new StreamSizeCheck.Carried(1024, Optional.of(cut))))
        .isEqualTo(
            Result.of(
                    Code.STREAM_SIZE,
                    Grade.FAIL,
                    "a stream is cut after 1,024 KiB (INTERNAL: reset)")
                .measuring(1024)
                .because(
                    Blame.PROXY,
                    "a limit on the size of a request's body, which is the whole stream"
                        + " (it was reset)",
                    List.of("INTERNAL: reset")));
  }

  private static IdleConnCheck.Rest rest(int quiet, boolean replaced) {
    return new IdleConnCheck.Rest(Duration.ofSeconds(quiet), replaced, Optional.empty());
  }

  @Test
  void idle_allAnswered() {
    assertThat(IdleConnCheck.judge(List.of(rest(15, false), rest(600, false)), "", true))
        .isEqualTo(
            Result.pass(Code.IDLE_CONN, "calls are answered after 600 s of quiet").measuring(600));
  }

  @Test
  void idle_closedWithNotice() {
    assertThat(IdleConnCheck.judge(List.of(rest(60, false), rest(75, true)), "", true).line())
        .isEqualTo("calls are answered after 75 s of quiet; closed with notice by 75 s");
  }

  @Test
  void idle_closedAtAnAge_whetherInUseOrNot() {
    assertThat(
            IdleConnCheck.judge(
                    List.of(rest(15, true)), "; one in use was closed at an age of 2.5 s", true)
                .line())
        .isEqualTo(
            "calls are answered after 15 s of quiet; closed with notice by 15 s;"
                + " one in use was closed at an age of 2.5 s");
  }

  @Test
  void idle_quickForm_isNeverAPass() {
    assertThat(IdleConnCheck.judge(List.of(rest(5, false)), "", false))
        .isEqualTo(Result.notRun(Code.IDLE_CONN, "needs --full; 5 s lived"));
  }

  @Test
  void idle_forgotten() {
    IdleConnCheck.Rest lost =
        new IdleConnCheck.Rest(
            Duration.ofSeconds(350), false, Optional.of(new IdleConnCheck.Lost(LOST, FORGOTTEN)));

    assertThat(IdleConnCheck.judge(List.of(rest(75, false), lost), "", true))
        .isEqualTo(
            Result.of(
                    Code.IDLE_CONN,
                    Grade.FAIL,
                    "no answer after 350 s of quiet (DEADLINE_EXCEEDED); after 75 s there was one")
                .measuring(350)
                .because(Blame.NETWORK, "forgotten", List.of("nothing came")));
  }
}
