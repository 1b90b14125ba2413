package greeter.client.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
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
import java.util.stream.Stream;

/**
 * Runs checks in an order in which none disturbs another: first those that the others need, and the
 * one that counts cancels; then those that count who answers, alone on the wire, since held streams
 * would change what a balancer by load does; then the others, beside one another.
 */
final class Suite {
  /** Codes that can be checked from outside, without an event: every one but those of LOAD. */
  static final Set<Code> CODES = fromOutside();

  /**
   * Those whose findings stand, whatever happens to the target: the first find out whether anything
   * is answered at all, and what EXPOSED warns of has answered.
   */
  private static final Set<Code> STANDING = Set.of(Code.H2C, Code.LB_ROUTE, Code.EXPOSED);

  private static final String NO_POD = "needs the pod's name: --pod-from";
  private static final String NOT_OURS = "needs Hello or Goodbye: without --method";
  private static final String NO_FAULT_INJECTION =
      "needs GREETER_FAULT_INJECTION=true at the servers";

  private static final String GONE = "the target has gone";
  private static final String INTERRUPTED = "interrupted";

  /**
   * What a run came to.
   *
   * @param results in the order of the table
   * @param cutShort why it ended before its time; empty if it did not
   */
  record Ran(List<Result> results, Optional<String> cutShort) {}

  /**
   * The phases, one after the other; each has lanes that run beside one another, and a lane has
   * checks that run one after the other.
   */
  private final List<List<List<Check>>> phases;

  Suite(List<List<List<Check>>> phases) {
    this.phases = phases;
  }

  /** All checks. */
  static Suite whole() {
    return new Suite(
        List.of(
            // CANCEL alone: others end calls by a cancel, and it counts those that arrive.
            List.of(List.of(new H2cCheck(), new RouteCheck(), new CancelCheck())),
            List.of(
                List.of(new FreshChannelsCheck(), new OneChannelCheck(), new FreshCallsCheck())),
            List.of(
                List.of(new HeldStreamsCheck()),
                List.of(new IdleConnCheck()),
                List.of(new KeepaliveCheck()),
                List.of(new StreamPinCheck(), new StreamSizeCheck(), new StreamsMaxCheck()),
                List.of(new MessageSizeCheck(), new MetadataCheck(), new ExposedCheck()),
                List.of(new StatusCheck(), new DeadlineCheck()))));
  }

  /** What it judges, in the order in which it does. */
  Stream<Code> codes() {
    return phases.stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .flatMap(c -> c.codes().stream());
  }

  private static Set<Code> fromOutside() {
    Set<Code> codes = EnumSet.allOf(Code.class);
    codes.removeIf(code -> code.form() == Form.LOAD);
    return Set.copyOf(codes);
  }

  /** The codes together with all that they need. */
  static Set<Code> withNeeds(Collection<Code> codes) {
    Set<Code> all = EnumSet.noneOf(Code.class);
    codes.forEach(
        code -> {
          all.add(code);
          all.addAll(code.needs());
        });
    return all;
  }

  /**
   * Runs what is wanted, and what that needs. An interrupt ends it early; the thread stays
   * interrupted, and what has not ended by then reads so. So does a target to which no connection
   * can be made any more.
   *
   * @param wanted codes, of {@link #CODES}
   * @param progress is told each result as it comes, from several threads
   */
  Ran run(Bench bench, Set<Code> wanted, Consumer<Result> progress) {
    Run run = new Run(bench, withNeeds(wanted), progress);
    try {
      for (List<List<Check>> phase : phases) {
        run.phase(phase);
      }
    } catch (InterruptedException e) {
      run.interrupted();
      Thread.currentThread().interrupt();
    }
    return run.outcome();
  }

  private static final class Run {
    private final Bench bench;
    private final Set<Code> wanted;
    private final Consumer<Result> progress;
    private final long startNanos;
    private final Map<Code, Result> results = new EnumMap<>(Code.class);
    private final Set<Code> begun = EnumSet.noneOf(Code.class);
    private Optional<String> cutShort = Optional.empty();

    Run(Bench bench, Set<Code> wanted, Consumer<Result> progress) {
      this.bench = bench;
      this.wanted = wanted;
      this.progress = progress;
      this.startNanos = bench.pace().nanoTime();
    }

    void phase(List<List<Check>> lanes) throws InterruptedException {
      ExecutorService threads = Executors.newFixedThreadPool(lanes.size(), Run::daemon);
      try {
        // One that throws is heard at once, not after those that hold for minutes.
        ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(threads);
        for (List<Check> lane : lanes) {
          var unused =
              ends.submit(
                  () -> {
                    for (Check check : lane) {
                      run(check);
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

    private void run(Check check) throws InterruptedException {
      List<Code> free = new ArrayList<>();
      for (Code code : check.codes()) {
        if (wanted.contains(code)) {
          whyNot(code, check.codes())
              .ifPresentOrElse(why -> add(Result.notRun(code, why)), () -> free.add(code));
        }
      }
      if (!free.isEmpty()) {
        begin(free);
        List<Result> found = check.run(bench);
        UnaryOperator<Result> doubt =
            found.stream().anyMatch(Run::isDoubtful) ? doubt() : UnaryOperator.identity();
        found.stream()
            .filter(result -> free.contains(result.code()))
            .map(result -> isDoubtful(result) ? doubt.apply(result) : result)
            .sorted(Comparator.comparing(Result::code))
            .forEach(
                result ->
                    add(
                        whyNot(result.code(), List.of())
                            .map(why -> Result.notRun(result.code(), why))
                            .orElse(result)));
      }
    }

    /** Whether it may be that the target has gone, or answers nobody just then. */
    private static boolean isDoubtful(Result result) {
      return !STANDING.contains(result.code())
          && (accuses(result) || result.grade() == Grade.INCONCLUSIVE);
    }

    /** What fails while nothing is answered any more, is no finding about what was asked. */
    private UnaryOperator<Result> doubt() throws InterruptedException {
      Optional<String> gone = bench.whyUnreachable();
      if (gone.isPresent()) {
        gone(gone.get());
        return result -> Result.inconclusive(result.code(), GONE + " while this ran");
      }
      Optional<String> unanswered = bench.whyNoAnswer();
      return result ->
          accuses(result) && unanswered.isPresent()
              ? Result.inconclusive(
                  result.code(),
                  "ordinary calls fail, too (%s); before: %s"
                      .formatted(unanswered.get(), result.line()))
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
      if (!hasBegun(code) && isCutShort()) {
        return Optional.of(GONE);
      }
      for (Code need : code.needs()) {
        if (!notYetKnown.contains(need) && isRed(need)) {
          return Optional.of("needs " + need);
        }
      }
      return code.needsFaultInjection() && !bench.facts().faultInjection()
          ? Optional.of(NO_FAULT_INJECTION)
          : Optional.empty();
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
    private synchronized boolean isRed(Code need) {
      if (need == Code.LB_ROUTE && !bench.facts().services().isEmpty()) {
        return false;
      }
      Grade grade = results.containsKey(need) ? results.get(need).grade() : Grade.NOT_RUN;
      return grade == Grade.FAIL || grade == Grade.INCONCLUSIVE;
    }

    private void add(Result result) {
      synchronized (this) {
        results.put(result.code(), result);
      }
      progress.accept(result);
    }

    private synchronized void begin(List<Code> codes) {
      begun.addAll(codes);
    }

    private synchronized boolean hasBegun(Code code) {
      return begun.contains(code);
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
          Optional.of("%s in second %d: the rest was not run".formatted(INTERRUPTED, second()));
    }

    private long second() {
      return TimeUnit.NANOSECONDS.toSeconds(bench.pace().nanoTime() - startNanos);
    }

    synchronized Ran outcome() {
      wanted.forEach(
          code ->
              results.putIfAbsent(
                  code,
                  begun.contains(code)
                      ? Result.inconclusive(code, INTERRUPTED)
                      : Result.notRun(code, INTERRUPTED)));
      return new Ran(List.copyOf(results.values()), cutShort);
    }

    private static Thread daemon(Runnable lane) {
      Thread thread = new Thread(lane, "check");
      thread.setDaemon(true);
      return thread;
    }
  }
}
