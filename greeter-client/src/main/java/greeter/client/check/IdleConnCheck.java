package greeter.client.check;

import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leaves connections quiet for each time of the ladder, and then sends a call on each; beside them
 * one is in use.
 */
final class IdleConnCheck implements Check {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /**
   * A connection after its quiet.
   *
   * @param quiet how long that was
   * @param replaced whether it had been closed by then, and the call was answered on a new one
   * @param failure of the call, and who is to blame
   */
  record Rest(Duration quiet, boolean replaced, Optional<Lost> failure) {}

  /** A call that was not answered. */
  record Lost(Failed how, Diagnosis diagnosis) {}

  @Override
  public List<Code> codes() {
    return List.of(Code.IDLE_CONN);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Service<?, ?> service = bench.facts().service();
    List<OwnConnection> connections = new ArrayList<>();
    for (int i = 0; i < bench.asked().hold().size(); i++) {
      connections.add(OwnConnection.open(bench, service));
    }
    for (OwnConnection connection : connections) {
      Optional<LiveCall.Ended> failure = connection.failure(bench.asked().deadline());
      if (failure.isPresent()) {
        return List.of(
            Result.inconclusive(
                Code.IDLE_CONN,
                "a call before the quiet failed: "
                    + failure.get().failure().map(Failed::reason).orElse("")));
      }
    }
    UsedConnection used = new UsedConnection(bench, service);
    long start = bench.pace().nanoTime();
    List<Rest> rests = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      Duration quiet = bench.asked().hold().get(i);
      long end = start + bench.asked().held(quiet).toNanos();
      for (long left = end - bench.pace().nanoTime();
          left > 0;
          left = end - bench.pace().nanoTime()) {
        used.call();
        if (!used.answers() && bench.whyUnreachable().isPresent()) {
          // To hold on would show nothing.
          return List.of(Result.inconclusive(Code.IDLE_CONN, "no connection can be made any more"));
        }
        bench.pace().pause(Duration.ofNanos(Math.min(left, UsedConnection.BEAT.toNanos())));
      }
      rests.add(wake(bench, service, connections.get(i), quiet));
    }
    used.call();
    List<Result> results = new ArrayList<>();
    results.add(judge(rests, used.told(), bench.asked().full()));
    used.churn().ifPresent(results::add);
    return results;
  }

  private static Rest wake(
      Bench bench, Service<?, ?> service, OwnConnection connection, Duration quiet)
      throws InterruptedException {
    LiveCall<?, ?> call = service.call(connection.channel(), DEADLINE);
    Optional<Failed> failure =
        call.endWithin(DEADLINE.plusSeconds(1)).flatMap(LiveCall.Ended::failure);
    if (failure.isEmpty()) {
      boolean replaced = !call.connection().equals(connection.address());
      return new Rest(quiet, replaced, Optional.empty());
    }
    Diagnosis diagnosis =
        Diagnosis.of(
            Aftermath.see(
                bench,
                service,
                connection.channel(),
                connection.address(),
                failure,
                failure.get().servedBy()),
            bench.facts().podsNameThemselves());
    return new Rest(quiet, false, Optional.of(new Lost(failure.get(), diagnosis)));
  }

  /**
   * Judges.
   *
   * @param used what became of a connection in use, as {@link UsedConnection#told} says
   */
  static Result judge(List<Rest> rests, String used, boolean full) {
    Optional<Rest> lost = rests.stream().filter(r -> r.failure().isPresent()).findFirst();
    if (lost.isPresent()) {
      return fail(lost.get(), rests);
    }
    String longest = Seconds.plain(rests.get(rests.size() - 1).quiet());
    String replaced =
        rests.stream()
                .filter(Rest::replaced)
                .findFirst()
                .map(r -> "; closed with notice by " + Seconds.plain(r.quiet()))
                .orElse("")
            + used;
    return full
        ? Result.pass(
                Code.IDLE_CONN, "calls are answered after " + longest + " of quiet" + replaced)
            .measuring((double) rests.get(rests.size() - 1).quiet().toSeconds())
        : Result.notRun(Code.IDLE_CONN, "needs --full; " + longest + " lived" + replaced);
  }

  private static Result fail(Rest rest, List<Rest> rests) {
    Lost lost = rest.failure().orElseThrow();
    String lived =
        rests.stream()
            .filter(r -> r.failure().isEmpty() && r.quiet().compareTo(rest.quiet()) < 0)
            .map(r -> Seconds.plain(r.quiet()))
            .reduce((a, b) -> b)
            .map(t -> "; after " + t + " there was one")
            .orElse("");
    Diagnosis diagnosis = lost.diagnosis();
    return diagnosis.doubted(
        Result.of(
                Code.IDLE_CONN,
                Grade.FAIL,
                "no answer after "
                    + Seconds.plain(rest.quiet())
                    + " of quiet ("
                    + lost.how().status().getCode()
                    + ")"
                    + lived)
            .measuring((double) rest.quiet().toSeconds())
            .because(diagnosis.blame(), diagnosis.why(), diagnosis.seen()));
  }
}
