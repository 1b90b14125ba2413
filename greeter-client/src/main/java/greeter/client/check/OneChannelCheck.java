package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.Caller;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.spread.Evenness;
import greeter.client.spread.Order;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * LB-EVEN and CHURN: thousands of calls on one channel show how they are shared among the pods, and
 * how many of them the proxy lets one connection carry.
 */
final class OneChannelCheck implements Check {
  /** To all services together, at least: nginx's limit, 1,000, then shows several times. */
  private static final int CALLS = 5_000;

  private static final int CALLS_FULL = 12_000;

  /** A target that is slower than this makes the verdict inconclusive, not the user wait. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private static final Duration LIMIT_FULL = Duration.ofSeconds(60);

  /**
   * What was seen.
   *
   * @param calls to each service, by its name
   * @param byConnection calls that were answered on each connection
   * @param replayed calls that gRPC sent again by itself
   * @param left pods that answered no more, in words, as {@link Leavers} has it; empty if none
   * @param full whether there were as many calls as a connection should carry
   */
  record Observation(
      Map<String, Sent> calls,
      List<Long> byConnection,
      long replayed,
      Optional<String> left,
      boolean full) {
    long ended() {
      return calls.values().stream().mapToLong(Sent::ended).sum();
    }

    /** Whether all but the last, which nobody ended, carried one number: no age does that. */
    boolean endsOnCalls() {
      long most = byConnection.stream().max(Comparator.naturalOrder()).orElse(0L);
      long alike = byConnection.stream().filter(calls -> calls == most).count();
      return alike > 1 && alike >= byConnection.size() - 1;
    }

    /** Whether somebody before the pods refused calls, on a connection that nobody ended. */
    boolean losesNowAndThen() {
      return byConnection.size() <= 1 && lost().stream().anyMatch(Failed::isUnsigned);
    }

    /** Calls that failed, other than by an error of the application's. */
    List<Failed> lost() {
      return calls.values().stream()
          .flatMap(sent -> sent.failed().stream())
          .filter(failed -> failed.origin() != Origin.APP)
          .toList();
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_EVEN, Code.CHURN);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    boolean full = bench.asked().full();
    List<Service<?, ?>> services = bench.facts().services();
    int calls =
        Math.max((full ? CALLS_FULL : CALLS) / services.size(), Shares.calls(bench.asked()));
    Duration limit = bench.counting(full ? LIMIT_FULL : LIMIT).dividedBy(services.size());
    Caller caller = bench.caller();
    Map<String, Sent> sent = new LinkedHashMap<>();
    try (Sender sender =
        new Sender(
            bench.connector(),
            caller,
            new Plan(calls, OptionalInt.of(1)),
            bench.facts().inFlight(calls),
            limit)) {
      services.forEach(service -> sent.put(service.name(), sender.send(service.greeting())));
    }
    Optional<String> left =
        services.stream()
            .flatMap(service -> Leavers.among(bench, service, sent.get(service.name())).stream())
            .findFirst();
    sent.forEach(bench::meet);
    Observation seen =
        new Observation(sent, caller.answeredByConnection(), caller.replayed(), left, full);
    Result evenness = judgeEvenness(seen, bench.asked().pods(), bench.asked().tolerance());
    evenness.shares().map(Result.Shared::byService).ifPresent(bench::share);
    List<Result> results = new ArrayList<>();
    results.add(OneByOne.recount(bench, evenness));
    results.add(judgeChurn(seen, bench.facts()));
    if (seen.losesNowAndThen() && bench.facts().failing().isEmpty()) {
      SparseLosses.find(bench).ifPresent(results::add);
    }
    return results;
  }

  static Result judgeEvenness(Observation seen, OptionalInt pods, double tolerance) {
    if (seen.left().isPresent()) {
      return Result.inconclusive(Code.LB_EVEN, seen.left().get());
    }
    Map<String, Evenness> evenness = new LinkedHashMap<>();
    seen.calls()
        .forEach(
            (service, sent) -> {
              if (!sent.callsByPod().isEmpty()) {
                evenness.put(service, Shares.of(sent.callsByPod(), pods, tolerance));
              }
            });
    if (evenness.isEmpty()) {
      return Shares.unseen(Code.LB_EVEN, seen.calls().values());
    }
    Grade grade = evenness.values().stream().map(Shares::grade).reduce(Shares::worse).orElseThrow();
    String line =
        evenness.entrySet().stream()
                .map(
                    e ->
                        "%s: %s (%s)"
                            .formatted(
                                e.getKey(),
                                Shares.describe(e.getValue()),
                                Order.of(seen.calls().get(e.getKey())).policy()))
                .collect(Collectors.joining("; "))
            + Shares.failures(seen.calls().values());
    Result result = Result.of(Code.LB_EVEN, grade, line).sharing(evenness, tolerance);
    return grade == Grade.FAIL
        ? Shares.blamed(
            result,
            evenness,
            "weights, a balancer that is no round robin, or several that do not share it",
            "")
        : result;
  }

  static Result judgeChurn(Observation seen, Facts facts) {
    List<Failed> lost = seen.lost();
    int connections = seen.byConnection().size();
    // The most that one carried: the last one was not ended by anybody.
    long carried = seen.byConnection().stream().max(Comparator.naturalOrder()).orElse(0L);
    String line =
        (connections <= 1
                ? "%d calls on one connection".formatted(seen.ended())
                : "%d calls took %d connections, %d calls on the longest"
                    .formatted(seen.ended(), connections, carried))
            + ", %d lost, %d replayed".formatted(lost.size(), seen.replayed());
    Grade carries = Code.CHURN.bounds().grade((double) carried);
    if (lost.isEmpty() && connections <= 1 && carries != Grade.PASS) {
      // Nobody has ended it: that it carries more was not seen, nor that it does not.
      return seen.full()
          ? Result.inconclusive(Code.CHURN, line + "; slow answers kept it from more")
          : Result.notRun(Code.CHURN, "needs --full; " + line);
    }
    if (!lost.isEmpty() && connections <= 1 && seen.left().isPresent()) {
      return Result.inconclusive(
          Code.CHURN, "%s (%s); %s".formatted(line, lost.get(0).reason(), seen.left().get()));
    }
    if (!lost.isEmpty() && connections <= 1 && lost.stream().allMatch(OneChannelCheck::isRefused)) {
      Failed first = lost.get(0);
      Result refused =
          Result.inconclusive(
              Code.CHURN,
              "%s: calls are refused on whatever connection (%s)".formatted(line, first.reason()));
      return Refusal.isOfTheRate(first)
          ? refused
              .because(
                  facts.blame(first),
                  "a limit on the rate of calls, or a rule that answers as one: explain LB-ROUTE has"
                      + " what helps, as (rate) and (rule)",
                  List.of(first.reason()))
              .about(Set.of())
          : refused;
    }
    Grade grade = lost.isEmpty() ? carries : Grade.FAIL;
    boolean onCalls = seen.endsOnCalls();
    Result result =
        Result.of(Code.CHURN, grade, line)
            .measuring((double) carried)
            .about(onCalls ? Set.of("") : Set.of("", "age"));
    List<String> evidence =
        lost.stream().limit(1).map(first -> "the first lost call: " + first.reason()).toList();
    if (!lost.isEmpty() && connections <= 1) {
      // What makes connections live longer mends nothing.
      return result
          .because(
              facts.blame(lost.get(0)),
              "calls fail on a connection that nobody has ended",
              evidence)
          .about(Set.of());
    }
    if (!lost.isEmpty()) {
      return result.because(
          facts.blame(lost.get(0)), "connections end while calls are on their way", evidence);
    }
    return grade == Grade.WARN
        ? result.because(
            facts.peerIsProxy() ? Blame.PROXY : Blame.CANNOT_TELL,
            onCalls
                ? "a connection is ended after %d calls".formatted(carried)
                : "a connection is ended after so many calls, or at a certain age",
            List.of("%d connections were ended".formatted(connections - 1)))
        : result;
  }

  /** By the proxy in the pods' place, which says nothing of the connection that carries it. */
  private static boolean isRefused(Failed failed) {
    return failed.origin() != Origin.CONNECTION
        && (Refusal.of(failed).isPresent() || Refusal.reachesNoPod(failed));
  }
}
