package greeter.testbed;

import greeter.client.calls.Blame;
import greeter.client.check.Checked;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.spread.Evenness;
import greeter.client.spread.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** A check, made up, with a result of every grade. */
final class FailedCheck {
  private FailedCheck() {}

  /**
   * The check.
   *
   * @param said by somebody on the wire
   */
  static Checked saying(String said) {
    List<Result> results = new ArrayList<>();
    for (Code code : Code.values()) {
      results.add(
          switch (code) {
            case STREAM_IDLE ->
                result(
                    code,
                    Grade.FAIL,
                    "a quiet stream ended after 60 s: " + said,
                    Optional.of(Blame.PROXY),
                    "a proxy's read timeout",
                    "UNAVAILABLE: HTTP status code 504 " + said,
                    "hello-2 was serving it",
                    "the same connection still carries calls");
            case LB_PINNED ->
                result(
                    code,
                    Grade.FAIL,
                    "each of 12 connections reached one pod only",
                    Optional.of(Blame.PROXY),
                    "a balancer of layer 4: it picks a pod for each connection",
                    "connections by pod: hello-1 5, hello-2 4, hello-3 3");
            case CHURN ->
                result(
                    code,
                    Grade.WARN,
                    "1000 calls a connection, then GOAWAY",
                    Optional.of(Blame.PROXY),
                    "a limit of the requests of a connection",
                    "5 connections were ended after 1000 calls each");
            case EXPOSED ->
                result(
                    code,
                    Grade.INFO,
                    "reflection answers whoever asks",
                    Optional.empty(),
                    "",
                    "grpc.reflection.v1 lists 4 services");
            case ONE_POD ->
                result(
                    code,
                    Grade.INCONCLUSIVE,
                    "one pod answered, and nobody says how many there are",
                    Optional.empty(),
                    "");
            case STREAM_AGE, IDLE_CONN, ROLLOUT, RETRY, RELOAD, COLD, LB_SCALE ->
                result(code, Grade.NOT_RUN, "not run (needs --full)", Optional.empty(), "");
            case LB_EVEN ->
                shared(
                    result(code, Grade.PASS, "2 pods share: " + said, Optional.empty(), ""), said);
            default -> result(code, Grade.PASS, "as it should be", Optional.empty(), "");
          });
    }
    return new Checked(
        "ingress.example.com:443",
        EnumSet.allOf(Code.class),
        results,
        Optional.empty(),
        Duration.ofMillis(81_300));
  }

  private static Result result(
      Code code, Grade grade, String line, Optional<Blame> blame, String cause, String... seen) {
    return new Result(
        code,
        grade,
        line,
        OptionalDouble.empty(),
        List.of(seen),
        blame,
        cause,
        Set.of(""),
        Optional.empty());
  }

  /** Of two pods, one of which is called so. */
  private static Result shared(Result result, String text) {
    Evenness evenness =
        Evenness.of(
            Map.of(text, 1_000L, "pod-2", 1_100L),
            new Expectation(OptionalInt.empty(), Map.of(), 0.2),
            0.001);
    return new Result(
        result.code(),
        result.grade(),
        result.line(),
        result.number(),
        result.seen(),
        result.blame(),
        result.cause(),
        result.topics(),
        Optional.of(new Result.Shared(Map.of(text, evenness), 0.2)));
  }
}
