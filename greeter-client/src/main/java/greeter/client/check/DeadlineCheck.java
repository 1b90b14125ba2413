package greeter.client.check;

import greeter.api.Behavior;
import greeter.api.Seen;
import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * DEADLINE: the pod sees the caller's deadline, and nothing but the deadline ends a call. One is
 * missed, which the pod counts as a cancel.
 */
final class DeadlineCheck implements Check {
  static final Duration LONG = Duration.ofSeconds(8);
  static final Duration SHORT = Duration.ofSeconds(1);
  private static final int LONGER_THAN_SHORT = 2;
  private static final int SHORTER_THAN_LONG = 4;

  /**
   * What the pod is told beyond the short deadline, as if the call had been on its way for as long:
   * this client's clock is the first then. A pod whose clock is first resets the stream, which
   * nginx takes for a failure: it would rest a pod that is well.
   */
  private static final Duration AHEAD = Duration.ofMillis(250);

  /** Clocks tick and timers are rounded, on both ends. */
  private static final Duration ROUNDING = Duration.ofMillis(20);

  /**
   * A call with a deadline.
   *
   * @param took from its start to its end
   * @param failure empty if it was answered
   * @param seen what the pod saw of it; empty if nobody says
   */
  record Timed(Duration took, Optional<Failed> failure, Optional<Seen> seen) {}

  /**
   * What was seen.
   *
   * @param plain an ordinary call, with the long deadline
   * @param late a call that takes longer than its short deadline
   * @param slow a call that takes some seconds, but less than its long deadline
   */
  record Observation(Timed plain, Timed late, Timed slow) {}

  @Override
  public List<Code> codes() {
    return List.of(Code.DEADLINE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    Service<?, ?> service = bench.facts().service();
    // Short deadlines are no measure of how long a connection takes.
    var unused = service.ask(channel, new Metadata(), LONG).end();
    Observation seen = observe(service, channel);
    channel.shutdown();
    return List.of(judge(seen, bench.facts().podsNameThemselves()));
  }

  private static Observation observe(Service<?, ?> service, Channel channel)
      throws InterruptedException {
    Begun plain = Begun.of(service, channel, new Metadata(), LONG);
    Begun late = Begun.of(service, channel, sleep(LONGER_THAN_SHORT), SHORT.plus(AHEAD));
    Begun slow = Begun.of(service, channel, sleep(SHORTER_THAN_LONG), LONG);
    Timed ended = late.endBy(SHORT);
    return new Observation(plain.end(), ended, slow.end());
  }

  private record Begun(long atNanos, LiveCall<?, ?> call) {
    static Begun of(Service<?, ?> service, Channel channel, Metadata metadata, Duration deadline) {
      return new Begun(System.nanoTime(), service.ask(channel, metadata, deadline));
    }

    /** Ends it by then, as a deadline does. */
    Timed endBy(Duration deadline) throws InterruptedException {
      long left = deadline.toNanos() - (System.nanoTime() - atNanos);
      if (call.endWithin(Duration.ofNanos(Math.max(0, left))).isEmpty()) {
        call.cancel();
      }
      return end();
    }

    Timed end() throws InterruptedException {
      Optional<Failed> failure = call.answer();
      Ended end = call.end();
      Metadata said = call.headers().isDone() ? call.headers().join() : end.trailers();
      return new Timed(Duration.ofNanos(end.atNanos() - atNanos), failure, Seen.in(said));
    }
  }

  private static Metadata sleep(int seconds) {
    Metadata metadata = new Metadata();
    metadata.put(Wire.RPC_BEHAVIOR, Behavior.format(Behavior.sleep(seconds)));
    return metadata;
  }

  static Result judge(Observation seen, boolean podsNameThemselves) {
    if (seen.plain().failure().isPresent()) {
      return Result.inconclusive(
          Code.DEADLINE, "an ordinary call fails: " + seen.plain().failure().get().reason());
    }
    if (seen.plain().seen().isEmpty()) {
      return Result.inconclusive(
          Code.DEADLINE, "answers do not say what the pod saw (" + Wire.GREETER_SEEN.name() + ")");
    }
    List<Problem> problems = new ArrayList<>();
    propagation(seen.plain()).ifPresent(problems::add);
    early(seen.late(), podsNameThemselves).ifPresent(problems::add);
    cut(seen.slow(), podsNameThemselves).ifPresent(problems::add);
    if (problems.isEmpty() && seen.slow().failure().isPresent()) {
      return Result.inconclusive(
          Code.DEADLINE,
          "a call of %d s has no answer within its %s: it waited elsewhere, or the pod is slow"
              .formatted(SHORTER_THAN_LONG, seconds(LONG)));
    }
    if (problems.isEmpty()) {
      return Result.pass(
          Code.DEADLINE,
          "pods see %s of %s; a late call ends after %s (%s), a slow one lives its %s"
              .formatted(
                  seconds(seen.plain().seen().get().deadline().orElseThrow()),
                  seconds(LONG),
                  seconds(seen.late().took()),
                  seen.late().failure().map(DeadlineCheck::who).orElseThrow(),
                  seconds(seen.slow().took())));
    }
    Problem first = problems.get(0);
    return Result.of(Code.DEADLINE, Grade.FAIL, first.line())
        .because(
            first.blame(),
            problems.stream().map(Problem::cause).distinct().collect(Collectors.joining("; ")),
            problems.stream().map(Problem::line).toList())
        .about(problems.stream().map(Problem::topic).collect(Collectors.toSet()));
  }

  /** Something wrong, and which of the code's fixes help. */
  private record Problem(String line, Blame blame, String cause, String topic) {}

  /** What the pod sees is what was sent, less the time that the call was on its way. */
  private static Optional<Problem> propagation(Timed plain) {
    Optional<Duration> deadline = plain.seen().orElseThrow().deadline();
    if (deadline.isEmpty()) {
      return Optional.of(
          new Problem(
              "pods see no deadline, where %s were sent".formatted(seconds(LONG)),
              Blame.PROXY,
              "grpc-timeout is not passed on to the pods",
              "header"));
    }
    Duration least = LONG.minus(plain.took()).minus(ROUNDING);
    boolean isOurs =
        deadline.get().compareTo(least) >= 0 && deadline.get().compareTo(LONG.plus(ROUNDING)) <= 0;
    return isOurs
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "pods see a deadline of %s, where %s were sent"
                    .formatted(seconds(deadline.get()), seconds(LONG)),
                Blame.PROXY,
                "a limit of the proxy's takes the place of the caller's deadline",
                "header"));
  }

  /**
   * Once the deadline is over, any end is an end by the deadline: this client's clock, the pod's
   * and a proxy's race for it. Before that none is, whatever status it has.
   */
  private static Optional<Problem> early(Timed late, boolean podsNameThemselves) {
    String sent =
        "a call of %d s with a deadline of %s".formatted(LONGER_THAN_SHORT, seconds(SHORT));
    if (late.failure().isEmpty()) {
      return Optional.of(
          new Problem(
              sent + " was answered after " + seconds(late.took()),
              Blame.CANNOT_TELL,
              "the pod was not told to wait, or the deadline was lifted",
              "late"));
    }
    Failed failed = late.failure().get();
    return isEarly(late, SHORT)
        ? Optional.of(ended(sent, late, failed, podsNameThemselves))
        : Optional.empty();
  }

  /** Whether something else than its deadline has ended it. */
  private static boolean isEarly(Timed call, Duration deadline) {
    return call.failure().isPresent() && call.took().plus(ROUNDING).compareTo(deadline) < 0;
  }

  /** Once its deadline is over, nothing has cut it before. */
  private static Optional<Problem> cut(Timed slow, boolean podsNameThemselves) {
    return slow.failure()
        .filter(failed -> isEarly(slow, LONG))
        .map(
            failed ->
                ended(
                    "a call of %d s with a deadline of %s"
                        .formatted(SHORTER_THAN_LONG, seconds(LONG)),
                    slow,
                    failed,
                    podsNameThemselves));
  }

  private static Problem ended(
      String sent, Timed timed, Failed failed, boolean podsNameThemselves) {
    Blame blame = Blame.of(failed, podsNameThemselves);
    return new Problem(
        "%s ended after %s (%s)".formatted(sent, seconds(timed.took()), failed.reason()),
        blame,
        switch (blame) {
          case PROXY -> "a time-out of the proxy's that is shorter than the caller's deadline";
          case APP -> "the application ended it before its deadline";
          case NETWORK -> "the connection was lost while the call waited";
          case CANNOT_TELL -> "something ended it before its deadline, or never passed it on";
        },
        switch (blame) {
          case PROXY, CANNOT_TELL -> "";
          case APP -> "server";
          case NETWORK -> "connection";
        });
  }

  /** Who said that the deadline was over. */
  private static String who(Failed failed) {
    return switch (failed.origin()) {
      case APP -> "says the pod";
      case UNKNOWN -> "by this client's clock";
      default -> "says a proxy";
    };
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }
}
