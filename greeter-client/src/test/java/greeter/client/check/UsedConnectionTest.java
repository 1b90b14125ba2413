package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.server.GreetingServer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** IDLE-CONN, and what the connection in use beside it tells of the age of connections. */
class UsedConnectionTest {
  /** In a fifth of the time. */
  private static List<Result> idle(GreetingServer server, int seconds) throws InterruptedException {
    return idle(server, seconds, Benches.HURRIED);
  }

  private static List<Result> idle(GreetingServer server, int seconds, Pace pace)
      throws InterruptedException {
    Bench.Asked asked =
        new Bench.Asked(
            Duration.ofSeconds(5),
            OptionalInt.empty(),
            0.2,
            List.of(Duration.ofSeconds(seconds)),
            false);
    try (Bench bench = new Bench(server.connector(), asked, pace)) {
      bench.learn(Benches.BEHIND_A_PROXY.with(Service.ALL.get(0)));
      return new IdleConnCheck().run(bench);
    }
  }

  @Test
  void connection_endedAgainAndAgainInUse_isOfAnAge() throws Exception {
    try (GreetingServer server =
        GreetingServer.set(
            settings -> settings.maxConnectionAge(1, TimeUnit.SECONDS),
            GreetingServer.both("pod"))) {
      List<Result> results = idle(server, 15);

      assertThat(results).extracting(Result::code).containsExactly(Code.IDLE_CONN, Code.CHURN);
      assertThat(results.get(0).line())
          .matches(
              "not run \\(needs --full; 15 s lived; closed with notice by 15 s;"
                  + " one in use was closed at an age of [45678]\\.\\d s\\)");
      Result churn = results.get(1);
      assertThat(churn.grade()).isEqualTo(Grade.WARN);
      assertThat(churn.line())
          .matches("with 2 calls a second a connection is ended at an age of [45678]\\.\\d s");
      assertThat(churn.blame()).contains(Blame.PROXY);
      assertThat(churn.fixes()).extracting(Explanation.Fix::topic).contains("age");
    }
  }

  @Test
  void connection_thatLives_isNothingOfChurn() throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", GreetingServer.both("pod"))) {
      assertThat(idle(server, 15))
          .containsExactly(Result.notRun(Code.IDLE_CONN, "needs --full; 15 s lived"));
    }
  }

  /** It may have been a reload. */
  @Test
  void connection_endedOnceInUse_isNothingOfChurn() throws Exception {
    try (GreetingServer server =
        GreetingServer.set(
            settings -> settings.maxConnectionAge(1, TimeUnit.SECONDS),
            GreetingServer.both("pod"))) {
      List<Result> results = idle(server, 7);

      assertThat(results).hasSize(1);
      assertThat(results.get(0).line())
          .matches(
              "not run \\(needs --full; 7 s lived; closed with notice by 7 s;"
                  + " one in use was closed once, at an age of [4567]\\.\\d s\\)");
    }
  }

  @Test
  void target_thatHasGone_isNotWaitedFor() throws Exception {
    GreetingServer server = GreetingServer.named(() -> "pod", GreetingServer.both("pod"));
    AtomicLong now = new AtomicLong();
    Pace pace =
        new Pace() {
          @Override
          public long nanoTime() {
            return now.get();
          }

          @Override
          public void pause(Duration time) {
            now.addAndGet(time.toNanos());
            server.close();
          }
        };

    assertThat(idle(server, 600, pace))
        .containsExactly(Result.inconclusive(Code.IDLE_CONN, "no connection can be made any more"));
    assertThat(now.get()).isLessThan(TimeUnit.SECONDS.toNanos(2));
  }

  /** It has been told what explains it better: the number of calls. */
  @Test
  void finding_ofTheSameGradeSince_keepsItsCause() {
    Result warned =
        Result.of(Code.CHURN, Grade.WARN, "1000 calls")
            .because(Blame.PROXY, "a number of calls", List.of());
    Result since =
        Result.of(Code.CHURN, Grade.WARN, "an age").because(Blame.PROXY, "an age", List.of());

    assertThat(warned.revised(since).line()).isEqualTo("1000 calls; since then an age");
    assertThat(warned.revised(since).cause()).isEqualTo("a number of calls");
    assertThat(Result.pass(Code.CHURN, "12000 calls").revised(since).cause()).isEqualTo("an age");
    assertThat(Result.notRun(Code.CHURN, "needs --full").revised(since)).isEqualTo(since);
  }
}
