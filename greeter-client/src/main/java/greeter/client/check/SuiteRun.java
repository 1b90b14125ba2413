package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Blame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One run of a {@link Suite}: what is run, what not and why, and what it came to. */
final class SuiteRun {
  /**
   * Those whose findings stand, whatever happens to the target: the first find out whether anything
   * is answered at all, and what EXPOSED warns of has answered.
   */
  private static final Set<Code> STANDING = Set.of(Code.H2C, Code.LB_ROUTE, Code.EXPOSED);

  private static final String NO_POD = "needs the pod's name: --pod-from";
  private static final String NOT_OURS = "needs Hello or Goodbye: without --method";

  private static final Set<Code> OF_STREAMS =
      Set.of(
          Code.STREAM_PIN,
          Code.STREAM_AGE,
          Code.STREAM_IDLE,
          Code.STREAM_SIZE,
          Code.STREAMS_MAX,
          Code.STATUS,
          Code.CANCEL);

  private static final String NO_STREAMS = "needs streams that work: see LB-ROUTE";

  private static final String SEE_ROUTE = "see LB-ROUTE";

  private static final String GONE = "the target has gone";

  private final Bench bench;
  private final Check between;
  private final Check leavers;
  private final Set<Code> wanted;
  private final Consumer<Result> progress;
  private final long startNanos;
  private final Findings findings = new Findings();
  private volatile boolean podsHaveLeft;
  private Optional<String> cutShort = Optional.empty();

  SuiteRun(Bench bench, Check between, Check leavers, Set<Code> wanted, Consumer<Result> progress) {
    this.bench = bench;
    this.between = between;
    this.leavers = leavers;
    this.wanted = wanted;
    this.progress = progress;
    this.startNanos = bench.pace().nanoTime();
  }

  /** Runs checks, and those once more, alone, of whose findings others may be the cause. */
  void phase(List<List<Check>> lanes) throws InterruptedException {
    runBeside(lanes);
    boolean allAnswer = isCutShort() || !revisesRoute(between);
    for (Map.Entry<Check, List<Result>> doubtful : findings.takeAside().entrySet()) {
      if (allAnswer) {
        askAgain(doubtful.getKey(), doubtful.getValue());
      } else {
        doubtful.getValue().forEach(result -> add(doubted(result, SEE_ROUTE)));
      }
    }
  }

  /** A proxy rests pods whose streams it has cut, so whoever has accused does not miss them. */
  void miss() throws InterruptedException {
    if (!isCutShort() && !findings.any(SuiteRun::isDoubtful)) {
      var unused = podsHaveLeft();
    }
  }

  private boolean podsHaveLeft() throws InterruptedException {
    podsHaveLeft = podsHaveLeft || revisesRoute(leavers);
    return podsHaveLeft;
  }

  /** Who answers was told at the beginning; whether that has changed. */
  private boolean revisesRoute(Check check) throws InterruptedException {
    if (bench.facts().services().isEmpty()) {
      return false;
    }
    List<Result> since = check.run(bench);
    since.forEach(findings::revise);
    return !since.isEmpty();
  }

  private void runBeside(List<List<Check>> lanes) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size(), SuiteRun::daemon);
    try {
      // One that throws is heard at once, not after those that hold for minutes.
      ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(threads);
      for (List<Check> lane : lanes) {
        var unused =
            ends.submit(
                () -> {
                  for (Check check : lane) {
                    run(check, lanes.size() > 1);
                  }
                  return null;
                });
      }
      for (int i = 0; i < lanes.size(); i++) {
        ends.take().get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Runs one.
   *
   * @param beside whether others run at the same time
   */
  private void run(Check check, boolean beside) throws InterruptedException {
    List<Code> free = new ArrayList<>();
    for (Code code : check.codes()) {
      if (wanted.contains(code)) {
        whyNot(code, check.codes())
            .ifPresentOrElse(why -> add(Result.notRun(code, why)), () -> free.add(code));
      }
    }
    if (!free.isEmpty()) {
      findings.begin(free);
      List<Service<?, ?>> asked = bench.facts().services();
      List<Result> found = check.run(bench);
      found.stream()
          .filter(result -> !check.codes().contains(result.code()))
          .forEach(findings::revise);
      UnaryOperator<Result> doubt =
          found.stream().anyMatch(SuiteRun::isDoubtful)
              ? doubt(found.stream().anyMatch(SuiteRun::accuses), beside)
              : UnaryOperator.identity();
      found.stream()
          .filter(result -> free.contains(result.code()))
          .map(result -> isDoubtful(result) ? doubt.apply(result) : result)
          .map(result -> ofThoseThatAnswer(result, asked))
          .sorted(Comparator.comparing(Result::code))
          .map(
              result ->
                  whyNot(result.code(), List.of())
                      .map(why -> Result.notRun(result.code(), why))
                      .orElse(result))
          .forEach(
              result -> {
                if (mayBeOfOthers(result, beside)) {
                  findings.putAside(check, result);
                } else {
                  add(result);
                }
              });
    }
  }

  /**
   * Whether what it found may have met what other checks did, as a limit on calls at once, or what
   * happened once, as a cut of all connections. What takes minutes is not asked again.
   */
  private boolean mayBeOfOthers(Result result, boolean beside) {
    boolean worthAsking = isDoubtful(result) || result.grade() == Grade.INFO;
    return worthAsking
        && !STANDING.contains(result.code())
        && (beside || result.blame().filter(Blame.NETWORK::equals).isPresent())
        && !(bench.asked().full() && result.code().form() == Form.FULL);
  }

  /**
   * Only what is well then, is no finding: a proxy that has cut a stream may give its pods no calls
   * for a while, so that it fails otherwise. What could not be told, and is well then, is well; and
   * what met a limit on calls at once, which STREAMS-MAX has found.
   */
  private void askAgain(Check check, List<Result> doubtful) throws InterruptedException {
    List<Result> again = isCutShort() ? List.of() : check.run(bench);
    for (Result finding : doubtful) {
      Optional<Result> well =
          again.stream()
              .filter(result -> result.code() == finding.code() && isWell(result.grade()))
              .findFirst()
              .map(result -> ofThoseThatAnswer(result, bench.facts().services()));
      add(
          well.isPresent() && accuses(finding) && !findings.isRed(Code.STREAMS_MAX)
              ? Result.inconclusive(finding.code(), finding.line() + "; but not once more, alone")
                  .explained(
                      "it met what other checks did at the time, or what happened once",
                      finding.seen())
              : well.or(() -> milder(again, finding)).orElse(finding));
    }
  }

  /** A call that was lost by chance makes a finding worse than it is. */
  private static Optional<Result> milder(List<Result> again, Result finding) {
    return again.stream()
        .filter(result -> result.code() == finding.code())
        .filter(result -> finding.grade() == Grade.FAIL && result.grade() == Grade.WARN)
        .findFirst();
  }

  private static boolean isWell(Grade grade) {
    return grade == Grade.PASS || grade == Grade.INFO || grade == Grade.NOT_RUN;
  }

  /** Whether it may be that the target has gone, or answers nobody just then. */
  private static boolean isDoubtful(Result result) {
    return !STANDING.contains(result.code())
        && (accuses(result) || result.grade() == Grade.INCONCLUSIVE);
  }

  /** What fails while nothing is answered any more, is no finding about what was asked. */
  private UnaryOperator<Result> doubt(boolean accuses, boolean beside) throws InterruptedException {
    Optional<String> gone = bench.whyUnreachable();
    if (gone.isPresent()) {
      gone(gone.get());
      return result -> Result.inconclusive(result.code(), GONE + " while this ran");
    }
    Optional<String> unanswered = bench.facts().failing();
    if (podsHaveLeft || (!beside && (revisesRoute(between) || podsHaveLeft()))) {
      unanswered = Optional.of(SEE_ROUTE);
    } else if (unanswered.isEmpty() && accuses) {
      unanswered = bench.whyNoAnswer();
    }
    return unanswered
        .<UnaryOperator<Result>>map(how -> result -> doubted(result, how))
        .orElse(UnaryOperator.identity());
  }

  private static Result doubted(Result result, String howCallsFail) {
    return accuses(result)
        ? Result.inconclusive(
            result.code(),
            "ordinary calls fail, too (%s); before: %s".formatted(howCallsFail, result.line()))
        : result;
  }

  /** What is well with one service says nothing of another, to which calls fail. */
  private Result ofThoseThatAnswer(Result result, List<Service<?, ?>> answering) {
    boolean passed = result.grade() == Grade.PASS || result.grade() == Grade.INFO;
    return passed && !STANDING.contains(result.code()) && answering.size() < bench.services().size()
        ? result.restricted(
            answering.stream().map(Service::name).collect(joining(", ")) + " alone (see LB-ROUTE)")
        : result;
  }

  private static boolean accuses(Result result) {
    return result.grade() == Grade.FAIL || result.grade() == Grade.WARN;
  }

  /** Needs that come from the same observation are known only after it. */
  private Optional<String> whyNot(Code code, List<Code> notYetKnown) {
    Optional<String> misfit = misfit(code.demand());
    if (misfit.isPresent()) {
      return misfit;
    }
    if (!findings.hasBegun(code) && isCutShort()) {
      return Optional.of(GONE);
    }
    for (Code need : code.needs()) {
      if (!notYetKnown.contains(need) && isRed(need)) {
        return Optional.of("needs " + need);
      }
    }
    if (OF_STREAMS.contains(code) && !bench.facts().streamsWork()) {
      return Optional.of(NO_STREAMS);
    }
    return code.needsFaultInjection() ? bench.facts().faultInjection().lack() : Optional.empty();
  }

  /** Why it does not fit what is called. */
  private Optional<String> misfit(Demand demand) {
    boolean ours = bench.services().stream().allMatch(s -> s.ofOurs().isPresent());
    return switch (demand) {
      case NOTHING -> Optional.empty();
      case PODS -> bench.podFrom().isNothing() ? Optional.of(NO_POD) : Optional.empty();
      case OURS, FAULT_INJECTION -> ours ? Optional.empty() : Optional.of(NOT_OURS);
    };
  }

  /** A missing path is red, but the services that do answer can be checked all the same. */
  private boolean isRed(Code need) {
    if (need == Code.LB_ROUTE && !bench.facts().services().isEmpty()) {
      return false;
    }
    return findings.isRed(need);
  }

  private void add(Result result) {
    findings.add(result);
    progress.accept(result);
  }

  private synchronized boolean isCutShort() {
    return cutShort.isPresent();
  }

  /** The first that notices tells. */
  private synchronized void gone(String why) {
    if (cutShort.isEmpty()) {
      cutShort =
          Optional.of(
              "%s: no connection can be made since second %d, or before (%s); the rest was not run"
                  .formatted(GONE, second(), why));
    }
  }

  synchronized void interrupted() {
    cutShort =
        Optional.of(
            "%s in second %d: the rest was not run".formatted(Findings.INTERRUPTED, second()));
  }

  private long second() {
    return TimeUnit.NANOSECONDS.toSeconds(bench.pace().nanoTime() - startNanos);
  }

  synchronized Suite.Ran outcome() {
    return new Suite.Ran(findings.all(wanted), cutShort);
  }

  private static Thread daemon(Runnable lane) {
    Thread thread = new Thread(lane, "check");
    thread.setDaemon(true);
    return thread;
  }
}
