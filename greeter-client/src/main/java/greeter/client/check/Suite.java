package greeter.client.check;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs checks in an order in which none disturbs another: first those that the others need, and the
 * one that counts cancels; then those that count who answers, alone on the wire, since held streams
 * would change what a balancer by load does; then the one that opens as many streams as it can,
 * beside which a limit on calls at once would refuse all else; then the others, beside one another,
 * since proxies that cut a stream give its pod no calls for a while.
 */
final class Suite {
  /** Codes that can be checked from outside, without an event: every one but those of LOAD. */
  static final Set<Code> CODES = fromOutside();

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

  private final Check between;
  private final Check leavers;

  /**
   * A suite.
   *
   * @param between whether all still answer: asked after each phase, and where one finds fault
   * @param leavers whether pods have left: asked before the last phase, in the end, and where one
   *     finds fault alone on the wire
   */
  Suite(List<List<List<Check>>> phases, Check between, Check leavers) {
    this.phases = phases;
    this.between = between;
    this.leavers = leavers;
  }

  /** All checks. */
  static Suite whole() {
    return new Suite(
        List.of(
            // CANCEL alone: others end calls by a cancel, and it counts those that arrive.
            List.of(List.of(new H2cCheck(), new RouteCheck(), new CancelCheck())),
            List.of(
                List.of(new FreshChannelsCheck(), new OneChannelCheck(), new FreshCallsCheck())),
            List.of(List.of(new StreamsMaxCheck())),
            List.of(
                List.of(new EachService(new HeldStreamsCheck())),
                List.of(new IdleConnCheck()),
                List.of(new KeepaliveCheck()),
                List.of(new StreamPinCheck(), new EachService(new StreamSizeCheck())),
                List.of(
                    new EachService(new MessageSizeCheck()),
                    new EachService(new MetadataCheck()),
                    new ExposedCheck()),
                List.of(new EachService(new StatusCheck()), new EachService(new DeadlineCheck())))),
        new RollCall(),
        new LeaversCheck());
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
    SuiteRun run = new SuiteRun(bench, between, leavers, withNeeds(wanted), progress);
    try {
      int last = phases.size() - 1;
      for (List<List<Check>> phase : phases.subList(0, last)) {
        run.phase(phase);
      }
      run.miss();
      run.phase(phases.get(last));
      run.miss();
    } catch (InterruptedException e) {
      run.interrupted();
      Thread.currentThread().interrupt();
    }
    return run.outcome();
  }
}
