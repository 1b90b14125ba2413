package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.server.GreetingServer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** IDLE-CONN, and what the connection in use beside it tells of the age of connections. */
class UsedConnectionTest {
  private static List<Result> idle(GreetingServer server) throws InterruptedException {
    Bench.Asked asked =
        new Bench.Asked(
            Duration.ofSeconds(5),
            OptionalInt.empty(),
            0.2,
            List.of(Duration.ofSeconds(15)), // three of this machine's
            false);
    try (Bench bench = new Bench(server.connector(), asked, Benches.HURRIED)) {
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
      List<Result> results = idle(server);

      assertThat(results).extracting(Result::code).containsExactly(Code.IDLE_CONN, Code.CHURN);
      assertThat(results.get(0).line())
          .matches(
              "not run \\(needs --full; 15 s lived; closed with notice by 15 s;"
                  + " one in use, too, at an age of [45678]\\.\\d s\\)");
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
      assertThat(idle(server))
          .containsExactly(Result.notRun(Code.IDLE_CONN, "needs --full; 15 s lived"));
    }
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
  }
}
