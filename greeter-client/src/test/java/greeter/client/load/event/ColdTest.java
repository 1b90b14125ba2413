package greeter.client.load.event;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.Runs;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ColdTest {
  private static List<Result> of(Runs run) {
    return Events.of(run.result(), OptionalInt.empty()).stream()
        .filter(result -> result.code() == Code.COLD)
        .toList();
  }

  @Test
  void podThatIsSlowWhileYoung_isCold() {
    List<Result> found = of(Runs.of(30).steady("a", "b", "c").cold("d", 5, 100, 80, 2));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).grade()).isEqualTo(Grade.WARN);
    assertThat(found.get(0).line())
        .matches(
            "Hello: d came at 5 s; p96 of its first 3 s 80 ms, later 2\\.0 ms:"
                + " 40\\.\\d times as slow, the others 1\\.0");
    assertThat(found.get(0).number().getAsDouble()).isBetween(39.0, 41.0);
    assertThat(found.get(0).blame()).contains(Blame.APP);
  }

  @Test
  void podThatIsRestarted_andSlowAtFirst_isCold() {
    List<Result> found =
        of(Runs.of(30).steady("a", "b", "c").pod("d", 0, 7.5).cold("d", 12, 100, 80, 2));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.WARN);
    assertThat(found.get(0).line())
        .startsWith("Hello: d came back at 12 s; p96 of its first 3 s 80 ms, later 2.0 ms: 40.");
  }

  /** It answers what had waited for it, late. */
  @Test
  void podThatHadHung_isNotCold() {
    assertThat(
            of(
                Runs.of(30)
                    .steady("a", "b", "c")
                    .pod("d", 0, 7.5)
                    .cold("d", 12, 100, 800, 2)
                    .loss(9, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 90)))
        .isEmpty();
  }

  @Test
  void podThatWasPassedOverForAWhile_isNotCold() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").pod("d", 0, 7.5).pod("d", 12, 30))).isEmpty();
  }

  /** Beyond what so few calls can show, but nobody else was as slow. */
  @Test
  void podWhoseFirstFewCallsAreSlow_mayBeCold() {
    List<Result> found = of(Runs.of(30).steady("a", "b", "c").coldAtFirst("d", 5, 8, 300));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
    assertThat(found.get(0).line())
        .isEqualTo(
            "Hello: d came at 5 s; the slowest of its first 300 calls took 301 ms, of those later"
                + " 2.0 ms: too few to tell");
  }

  @Test
  void podWhoseFirstFewCallsAreSlow_likeThoseOfOthers_isNot() {
    assertThat(
            of(Runs.of(30).steady("a", "b", "c").slow("c", 5, 6, 500).coldAtFirst("d", 5, 8, 300)))
        .isEmpty();
  }

  @Test
  void manyCalls_areJudgedByP99() {
    List<Result> found = of(Runs.of(30).steady("a", "b", "c").cold("d", 5, 400, 80, 2));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).line()).contains("p99 of its first 3 s");
  }

  @Test
  void coldPod_whoseCallsMissTheirDeadline_fails() {
    List<Result> found =
        of(
            Runs.of(30)
                .steady("a", "b", "c")
                .cold("d", 5, 100, 80, 2)
                .loss(5, "d", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 4));

    assertThat(found).extracting(Result::grade).containsExactly(Grade.FAIL);
    assertThat(found.get(0).line()).endsWith("4 calls missed the deadline");
  }

  @Test
  void callsThatMissTheirDeadlineWhenAPodComes_areNotThoseOfAnother() {
    List<Result> found =
        Events.of(
            Runs.of(30)
                .steady("a", "b")
                .pod("c", 0, 9)
                .pod("d", 8, 30)
                .loss(7, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 4)
                .loss(9, "", Blame.PROXY, "UNAVAILABLE", 2)
                .loss(10, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 5)
                .result(),
            OptionalInt.empty());

    assertThat(found)
        .extracting(result -> result.code() + " " + result.grade())
        .containsExactly("ROLLOUT FAIL", "COLD INCONCLUSIVE");
    assertThat(found.get(0).number()).hasValue(2);
    assertThat(found.get(0).cause()).startsWith("pods end before the proxy has heard of it");
    assertThat(found.get(1).line())
        .startsWith("Hello: 9 calls missed their deadline when d came at 8 s");
  }

  @Test
  void callsThatMissTheirDeadlineLater_areThoseOfThePodThatEnded() {
    List<Result> found =
        Events.of(
            Runs.of(30)
                .steady("a", "b")
                .pod("c", 0, 9)
                .pod("d", 8, 30)
                .loss(14, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 5)
                .result(),
            OptionalInt.empty());

    assertThat(found).extracting(Result::code).containsExactly(Code.ROLLOUT);
    assertThat(found.get(0).number()).hasValue(5);
  }

  @Test
  void slowNetwork_isNotCold() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").pod("d", 5, 30).slow(4, 9, 80))).isEmpty();
  }

  @Test
  void podThatIsAlwaysSlow_isNotCold() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").cold("d", 5, 100, 80, 80))).isEmpty();
  }

  @Test
  void podThatWasThereAllTheTime_isNotCold() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").slow(0, 3, 80))).isEmpty();
  }

  @Test
  void harmlessDifference_isNotCold() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").cold("d", 5, 100, 9, 1))).isEmpty();
  }

  @Test
  void fewCalls_cannotTell() {
    assertThat(of(Runs.of(30).steady("a", "b", "c").cold("d", 5, 20, 80, 2)))
        .extracting(Result::grade)
        .containsExactly(Grade.INCONCLUSIVE);
  }

  @Test
  void podWithoutOthers_cannotTell() {
    assertThat(of(Runs.of(30).pod("a", 0, 5).cold("d", 5, 100, 80, 2)))
        .extracting(Result::grade)
        .containsExactly(Grade.INCONCLUSIVE);
  }

  @Test
  void bounds_sayWhatIsJudgedBy() {
    assertThat(Code.COLD.bounds().warn())
        .isEqualTo(
            "%.0f times and %d ms more, and %.0f times what the others come to then"
                .formatted(Cold.TIMES, Cold.MORE.toMillis(), Cold.OTHERS));
    assertThat(Code.COLD.bounds().quantity())
        .contains("fewer than %d calls".formatted(Cold.BEYOND));
  }
}
