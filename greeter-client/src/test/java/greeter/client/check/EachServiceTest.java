package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachServiceTest {
  @AutoClose private final Bench bench = bench();

  private static Bench bench() {
    Bench bench =
        new Bench(
            new Connector(
                Target.parse("127.0.0.1:1", 80),
                Optional.empty(),
                Optional.empty(),
                "pick_first",
                new Metadata()),
            new Bench.Asked(Duration.ofSeconds(1), OptionalInt.empty(), 0.2, List.of(), false),
            Pace.REAL);
    bench.learn(
        new Facts(
            Service.ALL,
            true,
            true,
            Map.of("Hello", Set.of("h-1"), "Goodbye", Set.of("g-1")),
            Duration.ZERO,
            FaultInjection.USABLE,
            Optional.empty(),
            true));
    return bench;
  }

  private interface Finding {
    Result of(Bench bench) throws Exception;
  }

  private static Check check(Finding finding) {
    return new Check() {
      @Override
      public List<Code> codes() {
        return List.of(Code.MSG_SIZE);
      }

      @Override
      public List<Result> run(Bench bench) {
        try {
          return List.of(finding.of(bench));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private Result run(Finding finding) throws InterruptedException {
    return new EachService(check(finding)).run(bench).get(0);
  }

  private static boolean isGoodbye(Bench bench) {
    return bench.facts().service().name().equals("Goodbye");
  }

  @Test
  void faultOfOneService_isTold() throws Exception {
    Result result =
        run(
            on ->
                isGoodbye(on)
                    ? Result.of(Code.MSG_SIZE, Grade.FAIL, "1 MiB is refused")
                    : Result.pass(Code.MSG_SIZE, "all are answered"));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("Goodbye: 1 MiB is refused");
  }

  @Test
  void doubtOfOneService_isNoPass() throws Exception {
    Result result =
        run(
            on ->
                isGoodbye(on)
                    ? Result.pass(Code.MSG_SIZE, "all are answered")
                    : Result.inconclusive(Code.MSG_SIZE, "no answer"));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).isEqualTo("Hello: no answer");
  }

  @Test
  void sameOfAll_isToldOnce() throws Exception {
    assertThat(run(on -> Result.pass(Code.MSG_SIZE, on.facts().service().name())).line())
        .isEqualTo("Hello");
  }

  @Test
  void each_knowsThePodsOfItsService() throws Exception {
    assertThat(
            run(on ->
                    Result.of(
                        Code.MSG_SIZE,
                        isGoodbye(on) ? Grade.FAIL : Grade.PASS,
                        on.facts().pods().toString()))
                .line())
        .isEqualTo("Goodbye: [g-1]");
  }

  /** Streams are held for minutes: one after the other would take twice as long. */
  @Test
  void services_areCheckedAtOnce() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);

    assertThat(
            run(on -> {
                  both.await(30, TimeUnit.SECONDS);
                  return Result.pass(Code.MSG_SIZE, "met");
                })
                .line())
        .isEqualTo("met");
  }

  @Test
  void oneThatThrows_isHeard() {
    assertThatThrownBy(
            () ->
                run(
                    on -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasRootCauseMessage("broken");
  }
}
