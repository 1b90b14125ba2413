package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.CancelCheck.Count;
import greeter.client.server.Acting;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelCheckTest {
  @Test
  void run_cancelsThatArrive_passes() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(() -> "pod", new Acting().over(new Talking()))) {
      Result result = Benches.run(new CancelCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.PASS);
      assertThat(result.line()).isEqualTo("6 of 6 cancels are counted by the pods");
    }
  }

  @Test
  void run_cancelsThatNobodyCounts_failsAndIsTheProxys() throws Exception {
    Acting deaf =
        new Acting() {
          @Override
          protected int countOfCancel() {
            return 0;
          }
        };
    try (GreetingServer server = GreetingServer.named(() -> "pod", deaf.over(new Talking()))) {
      Result result = Benches.run(new CancelCheck(), server, Benches.HURRIED, true);

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line()).isEqualTo("0 of 6 cancels are counted by the pods within 3 s");
      assertThat(result.blame()).contains(Blame.PROXY);
      assertThat(result.seen()).containsExactly("pod: had 6, counts 0");
    }
  }

  @Test
  void run_callsThatDoNotBegin_isInconclusive() throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", new Talking())) {
      assertThat(Benches.run(new CancelCheck(), server).grade()).isEqualTo(Grade.INCONCLUSIVE);
    }
  }

  @Test
  void judge_onePodCountsTooFew_fails() {
    Result result =
        CancelCheck.judge(
            6,
            Optional.empty(),
            Map.of(
                "a", new Count(2, 10, OptionalLong.of(12)),
                "b", new Count(2, 0, OptionalLong.of(1)),
                "c", new Count(2, 5, OptionalLong.of(7))));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("5 of 6 cancels are counted by the pods within 3 s");
    assertThat(result.seen())
        .containsExactly("a: had 2, counts 2", "b: had 2, counts 1", "c: had 2, counts 2");
  }

  @Test
  void judge_moreCountedThanOurs_passes() {
    assertThat(
            CancelCheck.judge(6, Optional.empty(), Map.of("a", new Count(6, 0, OptionalLong.of(9))))
                .line())
        .isEqualTo("6 of 6 cancels are counted by the pods");
  }

  @Test
  void judge_podNotSeenAgain_isInconclusive() {
    Result result =
        CancelCheck.judge(
            6,
            Optional.empty(),
            Map.of(
                "a",
                new Count(3, 0, OptionalLong.of(3)),
                "b",
                new Count(3, 0, OptionalLong.empty())));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo("3 of 6 cancels are counted by the pods; the pods of 3 were not seen again");
  }

  @Test
  void judge_someCallsDidNotBegin_isInconclusive() {
    Result result =
        CancelCheck.judge(6, Optional.empty(), Map.of("a", new Count(4, 0, OptionalLong.of(4))));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo("4 of 4 cancels are counted by the pods; 2 did not begin in time");
  }

  @Test
  void judge_someCallsFailedBefore_saysWhy() {
    assertThat(
            CancelCheck.judge(
                    6,
                    Optional.of("UNAVAILABLE: no pod"),
                    Map.of("a", new Count(4, 0, OptionalLong.of(4))))
                .line())
        .endsWith("; 2 did not begin (UNAVAILABLE: no pod)");
  }

  @Test
  void judge_podThatBeganAnew_hasCountedNone() {
    assertThat(
            CancelCheck.judge(
                    6, Optional.empty(), Map.of("a", new Count(6, 50, OptionalLong.of(0))))
                .line())
        .startsWith("0 of 6");
  }
}
