package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.Aftermath.Next;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends of streams, what was seen after them, and who is blamed. */
class DiagnosisTest {
  private static final Set<String> ALIVE = Set.of("a", "b");
  private static final Set<String> WITHOUT_A = Set.of("b", "c");

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(Origin.APP, Next.SAME_CONNECTION, ALIVE, Blame.APP),
        Arguments.of(Origin.APP, Next.SAME_CONNECTION, WITHOUT_A, Blame.APP),
        Arguments.of(Origin.RESET, Next.SAME_CONNECTION, ALIVE, Blame.PROXY),
        Arguments.of(Origin.RESET, Next.SAME_CONNECTION, WITHOUT_A, Blame.CANNOT_TELL),
        Arguments.of(Origin.RESET, Next.NEW_CONNECTION, ALIVE, Blame.CANNOT_TELL),
        Arguments.of(Origin.NOT_GRPC, Next.SAME_CONNECTION, ALIVE, Blame.PROXY),
        Arguments.of(Origin.NOT_GRPC, Next.SAME_CONNECTION, WITHOUT_A, Blame.CANNOT_TELL),
        Arguments.of(Origin.UNSIGNED, Next.SAME_CONNECTION, ALIVE, Blame.PROXY),
        Arguments.of(Origin.UNSIGNED, Next.SAME_CONNECTION, WITHOUT_A, Blame.CANNOT_TELL),
        Arguments.of(Origin.GOAWAY, Next.NEW_CONNECTION, ALIVE, Blame.PROXY),
        Arguments.of(Origin.GOAWAY, Next.NEW_CONNECTION, Set.of("a"), Blame.CANNOT_TELL),
        Arguments.of(Origin.CONNECTION, Next.NEW_CONNECTION, ALIVE, Blame.NETWORK),
        Arguments.of(Origin.CONNECTION, Next.NOWHERE, Set.of(), Blame.NETWORK),
        Arguments.of(Origin.UNKNOWN, Next.SAME_CONNECTION, ALIVE, Blame.CANNOT_TELL));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void of_end(Origin origin, Next next, Set<String> pods, Blame blame) {
    assertThat(Diagnosis.of(after(origin, next, pods), true).blame()).isEqualTo(blame);
  }

  /** As where it is stopped: what it was asked shows no limit of anybody's. */
  @Test
  void of_silence_ofAPodThatAnswersNoCalls_isInDoubt() {
    Diagnosis diagnosis =
        Diagnosis.of(
            new Aftermath(
                Optional.empty(),
                Optional.of("a"),
                Next.SAME_CONNECTION,
                WITHOUT_A,
                Set.of("a"),
                Set.of(),
                26,
                Optional.empty()),
            true);

    assertThat(diagnosis.blame()).isEqualTo(Blame.CANNOT_TELL);
    assertThat(diagnosis.mayBeOfAPodThatWent()).isTrue();
    Result doubted =
        diagnosis.doubted(Result.of(Code.IDLE_CONN, Grade.FAIL, "no answer after 5 s of quiet"));
    assertThat(doubted.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(doubted.line())
        .isEqualTo("no answer after 5 s of quiet, and a pod is gone, or hangs");
    assertThat(doubted.seen()).contains("a has answered none of the 26 calls since");
  }

  @Test
  void of_silence_whilePodsAnswer_isAFinding() {
    Diagnosis diagnosis =
        Diagnosis.of(
            new Aftermath(
                Optional.empty(),
                Optional.of("a"),
                Next.SAME_CONNECTION,
                ALIVE,
                Set.of(),
                Set.of(),
                26,
                Optional.empty()),
            true);
    Result found = Result.of(Code.IDLE_CONN, Grade.FAIL, "no answer after 5 s of quiet");

    assertThat(diagnosis.doubted(found)).isSameAs(found);
  }

  @Test
  void of_end_ofUnknownPod_whileOneOfThemIsGone() {
    Failed end =
        new Failed(Status.UNAVAILABLE.withDescription("502"), Optional.empty(), Origin.UNSIGNED);
    Diagnosis diagnosis =
        Diagnosis.of(
            new Aftermath(
                Optional.of(end),
                Optional.empty(),
                Next.SAME_CONNECTION,
                WITHOUT_A,
                Set.of("a"),
                Set.of(),
                40,
                Optional.empty()),
            true);

    assertThat(diagnosis.blame()).isEqualTo(Blame.CANNOT_TELL);
    assertThat(diagnosis.seen())
        .containsExactly(
            "UNAVAILABLE: 502",
            "the same connection still carries calls",
            "a has answered none of the 40 calls since");
  }

  @Test
  void of_end_ofPodsThatDoNotNameThemselves() {
    assertThat(Diagnosis.of(after(Origin.RESET, Next.SAME_CONNECTION, ALIVE), false).blame())
        .isEqualTo(Blame.PROXY);
    assertThat(Diagnosis.of(after(Origin.UNSIGNED, Next.SAME_CONNECTION, ALIVE), false).blame())
        .isEqualTo(Blame.CANNOT_TELL);
  }

  @Test
  void of_reset_tellsWhatWasSeen() {
    assertThat(Diagnosis.of(after(Origin.RESET, Next.SAME_CONNECTION, WITHOUT_A), true))
        .isEqualTo(
            new Diagnosis(
                Blame.CANNOT_TELL,
                "somebody before the pod ended it, but a pod is gone, too",
                List.of(
                    "INTERNAL: the end",
                    "a was serving it",
                    "the same connection still carries calls",
                    "a has answered none of the 40 calls since")));
  }

  @Test
  void of_reset_whileThePodIsPassedOver() {
    Aftermath after = after(Origin.RESET, Next.SAME_CONNECTION, WITHOUT_A).butThere(Set.of("a"));

    assertThat(Diagnosis.of(after, true))
        .isEqualTo(
            new Diagnosis(
                Blame.PROXY,
                "this stream alone was reset; its connection lives on",
                List.of(
                    "INTERNAL: the end",
                    "a was serving it",
                    "the same connection still carries calls",
                    "a lives, by another stream on it, but gets none of the 40 calls since: proxies rest a pod that has"
                        + " failed them")));
  }

  @Test
  void of_reset_whileAnotherPodIsPassedOver() {
    Aftermath after = after(Origin.RESET, Next.SAME_CONNECTION, WITHOUT_A).butThere(Set.of("b"));

    assertThat(Diagnosis.of(after, true).blame()).isEqualTo(Blame.CANNOT_TELL);
  }

  static Stream<Arguments> silences() {
    return Stream.of(
        Arguments.of(Next.SAME_CONNECTION, "", Blame.CANNOT_TELL, "this stream alone fell silent"),
        Arguments.of(
            Next.ELSEWHERE,
            "",
            Blame.NETWORK,
            "the connection is dead without a word: something on the way has forgotten it"),
        Arguments.of(
            Next.NOWHERE,
            "no TCP connection within 1000 ms",
            Blame.NETWORK,
            "nothing arrives any more, and no connection can be made"),
        Arguments.of(
            Next.NOWHERE, "", Blame.CANNOT_TELL, "connections can be made, but nothing answers"));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void of_silence(Next next, String unreachable, Blame blame, String why) {
    Diagnosis diagnosis =
        Diagnosis.of(
            new Aftermath(
                Optional.empty(),
                Optional.of("a"),
                next,
                ALIVE,
                Set.of(),
                Set.of(),
                40,
                Optional.of(unreachable).filter(text -> !text.isEmpty())),
            true);

    assertThat(diagnosis.blame()).isEqualTo(blame);
    assertThat(diagnosis.why()).isEqualTo(why);
    assertThat(diagnosis.seen()).startsWith("nothing came any more, not even an end");
  }

  private static Aftermath after(Origin origin, Next next, Set<String> pods) {
    Failed end = new Failed(Status.INTERNAL.withDescription("the end"), Optional.of("a"), origin);
    Set<String> missing = pods.contains("a") ? Set.of() : Set.of("a");
    return new Aftermath(
        Optional.of(end), Optional.of("a"), next, pods, missing, Set.of(), 40, Optional.empty());
  }
}
