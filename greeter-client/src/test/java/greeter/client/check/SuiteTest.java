package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import greeter.client.calls.Blame;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.server.GreetingServer;
import io.grpc.Metadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class SuiteTest {
  /** Nobody listens there. */
  private Bench bench = at(1);

  private Optional<String> failing = Optional.empty();
  private boolean streamsWork = true;
  private Grade streamsMax = Grade.PASS;

  /** A check that comes to what it was told. */
  private record Fixed(List<Result> results) implements Check {
    static Fixed of(Grade grade, Code... codes) {
      return new Fixed(
          Arrays.stream(codes).map(code -> Result.of(code, grade, "as told")).toList());
    }

    @Override
    public List<Code> codes() {
      return results.stream().map(Result::code).toList();
    }

    @Override
    public List<Result> run(Bench bench) {
      return results;
    }
  }

  private static final Check NOTHING = new Fixed(List.of());

  /** Every code that can be checked from outside has one check, and no other code has any. */
  @Test
  void whole_judgesEachCodeOnce() {
    assertThat(Suite.whole().codes())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(Suite.CODES);
  }

  @Test
  void needs_standBeforeWhatNeedsThem() {
    List<Code> order = Suite.whole().codes().toList();

    assertThat(order)
        .allSatisfy(
            code ->
                assertThat(code.needs())
                    .allSatisfy(
                        need -> assertThat(order.indexOf(need)).isLessThan(order.indexOf(code))));
  }

  @Test
  void run_nothingRed_runsAll() {
    serviceAnswers(false);

    assertThat(run(EnumSet.of(Code.CHURN), Fixed.of(Grade.PASS, Code.CHURN)))
        .extracting(Result::code, Result::grade)
        .containsExactly(
            tuple(Code.H2C, Grade.PASS),
            tuple(Code.LB_ROUTE, Grade.PASS),
            tuple(Code.CHURN, Grade.PASS));
  }

  @Test
  void run_redNeed_isNotRunAndSaysWhy() {
    serviceAnswers(false);

    assertThat(
            suite(Fixed.of(Grade.PASS, Code.LB_ROUTE), Grade.FAIL, Fixed.of(Grade.PASS, Code.CHURN))
                .run(bench, EnumSet.of(Code.CHURN), result -> {})
                .results())
        .extracting(Result::line)
        .containsExactly("as told", "not run (needs H2C)", "not run (needs H2C)");
  }

  @Test
  void run_noServiceAnswers_isNotRun() {
    assertThat(
            suite(Fixed.of(Grade.FAIL, Code.LB_ROUTE), Grade.PASS, Fixed.of(Grade.PASS, Code.CHURN))
                .run(bench, EnumSet.of(Code.CHURN), result -> {})
                .results())
        .extracting(Result::line)
        .containsExactly("as told", "as told", "not run (needs LB-ROUTE)");
  }

  /** What one missing path leaves can be judged, and should be. */
  @Test
  void run_oneServiceAnswers_isRun() {
    serviceAnswers(false);

    assertThat(
            suite(Fixed.of(Grade.FAIL, Code.LB_ROUTE), Grade.PASS, Fixed.of(Grade.PASS, Code.CHURN))
                .run(bench, EnumSet.of(Code.CHURN), result -> {})
                .results())
        .extracting(Result::grade, Result::line)
        .containsExactly(
            tuple(Grade.PASS, "as told"),
            tuple(Grade.FAIL, "as told"),
            tuple(Grade.PASS, "as told; Hello alone (see LB-ROUTE)"));
  }

  /** Thousands of calls may show what the few of LB-ROUTE missed. */
  @Test
  void run_findingOfAnEarlierCode_isAddedToWhatWasTold() {
    serviceAnswers(false);
    Check counting =
        new Check() {
          @Override
          public List<Code> codes() {
            return List.of(Code.CHURN);
          }

          @Override
          public List<Result> run(Bench bench) {
            return List.of(
                Result.pass(Code.CHURN, "as told"),
                Result.of(Code.LB_ROUTE, Grade.FAIL, "some failed"));
          }
        };

    assertThat(run(EnumSet.of(Code.CHURN), counting))
        .extracting(Result::code, Result::grade, Result::line)
        .containsExactly(
            tuple(Code.H2C, Grade.PASS, "as told"),
            tuple(Code.LB_ROUTE, Grade.FAIL, "as told; since then some failed"),
            tuple(Code.CHURN, Grade.PASS, "as told; Hello alone (see LB-ROUTE)"));
  }

  @Test
  void run_serversThatDoNotTellWhatTheySee_skipsWhatNeedsThat() {
    serviceAnswers(false);

    assertThat(run(EnumSet.of(Code.CANCEL), Fixed.of(Grade.PASS, Code.CANCEL)).get(2).line())
        .isEqualTo("not run (needs GREETER_FAULT_INJECTION=true at the servers)");
  }

  /** Streams that a proxy refuses, or whose replies it holds back, would be told as all else. */
  @Test
  void run_streamsThatDoNotWork_skipsWhatNeedsThem() {
    streamsWork = false;
    serviceAnswers(true);

    assertThat(
            ran(
                    EnumSet.of(Code.STREAM_SIZE, Code.MSG_SIZE),
                    Fixed.of(Grade.FAIL, Code.STREAM_SIZE),
                    Fixed.of(Grade.PASS, Code.MSG_SIZE))
                .results())
        .extracting(Result::code, Result::line)
        .contains(
            tuple(Code.STREAM_SIZE, "not run (needs streams that work: see LB-ROUTE)"),
            tuple(Code.MSG_SIZE, "as told; Hello alone (see LB-ROUTE)"));
  }

  @Test
  void run_serversThatTellWhatTheySee_runsWhatNeedsThat() {
    serviceAnswers(true);

    assertThat(run(EnumSet.of(Code.CANCEL), Fixed.of(Grade.PASS, Code.CANCEL)).get(2).grade())
        .isEqualTo(Grade.PASS);
  }

  @Test
  void run_codeThatNobodyWants_isNotReported() {
    serviceAnswers(false);

    assertThat(run(EnumSet.of(Code.CHURN), Fixed.of(Grade.FAIL, Code.LB_EVEN, Code.CHURN)))
        .extracting(Result::code)
        .containsExactly(Code.H2C, Code.LB_ROUTE, Code.CHURN);
  }

  @Test
  void run_interrupted_tellsWhatIsKnown() throws Exception {
    serviceAnswers(false);
    CountDownLatch never = new CountDownLatch(1);
    Thread runner = Thread.currentThread();
    Check hangs =
        new Check() {
          @Override
          public List<Code> codes() {
            return List.of(Code.CHURN);
          }

          @Override
          public List<Result> run(Bench unused) throws InterruptedException {
            runner.interrupt();
            never.await();
            return List.of();
          }
        };

    Suite.Ran ran = ran(EnumSet.of(Code.CHURN, Code.METADATA), hangs);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ran.results())
        .extracting(Result::line)
        .containsExactly("as told", "as told", "interrupted", "not run (interrupted)");
    assertThat(ran.cutShort().orElseThrow())
        .matches("interrupted in second \\d+: the rest was not run");
  }

  /** A fault of this program's must not read as one of the target's. */
  @Test
  void run_checkThatThrows_throws() {
    serviceAnswers(false);
    Check broken =
        new Check() {
          @Override
          public List<Code> codes() {
            return List.of(Code.CHURN);
          }

          @Override
          public List<Result> run(Bench unused) {
            throw new IllegalStateException("a bug");
          }
        };

    assertThatThrownBy(() -> run(EnumSet.of(Code.CHURN), broken)).hasRootCauseMessage("a bug");
  }

  /** What is told while no connection can be made, says nothing of what was asked. */
  @ParameterizedTest
  @EnumSource(names = {"FAIL", "WARN", "INCONCLUSIVE"})
  void run_targetThatHasGone_endsThere(Grade grade) {
    serviceAnswers(true);

    Suite.Ran ran =
        ran(
            EnumSet.of(Code.CHURN, Code.EXPOSED, Code.CANCEL),
            Fixed.of(Grade.WARN, Code.EXPOSED),
            Fixed.of(grade, Code.CHURN),
            Fixed.of(Grade.FAIL, Code.CANCEL));

    assertThat(ran.results())
        .extracting(Result::code, Result::grade, Result::line)
        .contains(
            tuple(Code.EXPOSED, Grade.WARN, "as told"),
            tuple(Code.CHURN, Grade.INCONCLUSIVE, "the target has gone while this ran"),
            tuple(Code.CANCEL, Grade.NOT_RUN, "not run (the target has gone)"));
    assertThat(ran.cutShort().orElseThrow())
        .matches(
            "the target has gone: no connection can be made since second \\d+, or before"
                + " \\(Connection refused \\(127.0.0.1\\)\\); the rest was not run");
  }

  /** Connections can be made, but carry nothing. */
  @ParameterizedTest
  @EnumSource(names = {"FAIL", "WARN"})
  void run_failureWhereNobodyAnswers_isInconclusive(Grade grade) throws Exception {
    try (ServerSocket hangsUp = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> hangUp(hangsUp));
      thread.setDaemon(true);
      thread.start();
      bench = at(hangsUp.getLocalPort());
      serviceAnswers(false);

      Suite.Ran ran = ran(EnumSet.of(Code.CHURN), Fixed.of(grade, Code.CHURN));

      assertThat(ran.cutShort()).isEmpty();
      assertThat(ran.results().get(2).grade()).isEqualTo(Grade.INCONCLUSIVE);
      assertThat(ran.results().get(2).line())
          .startsWith("ordinary calls fail, too (UNAVAILABLE: ")
          .endsWith("; before: as told");
    }
  }

  /** As where a pod hangs. */
  @Test
  void run_failureWhereCallsHaveNoAnswer_isInconclusive() throws Exception {
    try (ServerSocket listens = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      bench = at(listens.getLocalPort());
      serviceAnswers(false);

      assertThat(run(EnumSet.of(Code.CHURN), Fixed.of(Grade.FAIL, Code.CHURN)))
          .extracting(Result::grade, Result::line)
          .contains(
              tuple(
                  Grade.INCONCLUSIVE,
                  "ordinary calls fail, too (DEADLINE_EXCEEDED: no answer in time);"
                      + " before: as told"));
    }
  }

  /** What is accused may be one of the calls that fail whatever they ask; what passes, passes. */
  @Test
  void run_whereSomeOrdinaryCallsFail_accusesNobody() throws Exception {
    try (ServerSocket listens = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      bench = at(listens.getLocalPort());
      failing = Optional.of("UNAVAILABLE: no pod");
      serviceAnswers(true);

      Suite.Ran ran =
          ran(
              EnumSet.of(Code.CHURN, Code.CANCEL),
              Fixed.of(Grade.FAIL, Code.CHURN),
              Fixed.of(Grade.PASS, Code.CANCEL));

      assertThat(ran.results())
          .extracting(Result::code, Result::grade, Result::line)
          .contains(
              tuple(
                  Code.CHURN,
                  Grade.INCONCLUSIVE,
                  "ordinary calls fail, too (UNAVAILABLE: no pod); before: as told"))
          .anyMatch(
              result -> result.toList().subList(0, 2).equals(List.of(Code.CANCEL, Grade.PASS)));
    }
  }

  /** A check that comes to one result after the other, and then to the last again. */
  private static final class Changing implements Check {
    private final Deque<Result> results;
    private final List<Code> codes;
    private int runs;

    Changing(Result... results) {
      this.results = new ArrayDeque<>(List.of(results));
      this.codes = List.of(results[0].code());
    }

    @Override
    public List<Code> codes() {
      return codes;
    }

    @Override
    public List<Result> run(Bench unused) {
      runs++;
      return List.of(results.size() > 1 ? results.pop() : results.peek());
    }
  }

  private static Result blamed(Grade grade, Blame blame) {
    return Result.of(Code.MSG_SIZE, grade, "1 MiB is refused")
        .because(blame, "a cause", List.of("seen"));
  }

  private static final Result WELL = Result.pass(Code.MSG_SIZE, "all are answered");

  /** The result of a check, and how often it was run. */
  private Result ran(Changing check, boolean besideOthers) throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", GreetingServer.both("pod"))) {
      bench = at(server.connector());
      serviceAnswers(true);
      List<List<Check>> lanes = new ArrayList<>(List.of(List.of(check)));
      if (besideOthers) {
        lanes.add(List.of(Fixed.of(Grade.PASS, Code.STATUS)));
      }
      return new Suite(
              List.of(
                  List.of(
                      List.of(
                          Fixed.of(Grade.PASS, Code.H2C),
                          Fixed.of(Grade.PASS, Code.LB_ROUTE),
                          Fixed.of(streamsMax, Code.STREAMS_MAX))),
                  lanes),
              NOTHING,
              NOTHING)
          .run(bench, EnumSet.of(Code.MSG_SIZE, Code.STREAMS_MAX), result -> {}).results().stream()
              .filter(result -> result.code() == Code.MSG_SIZE)
              .findFirst()
              .orElseThrow();
    }
  }

  /** As where streams of another check had taken the places of a limit on calls at once. */
  @ParameterizedTest
  @EnumSource(names = {"FAIL", "WARN"})
  void run_findingBesideOtherChecks_thatIsNoneAlone_isInconclusive(Grade grade) throws Exception {
    Changing check = new Changing(blamed(grade, Blame.PROXY), WELL);

    Result result = ran(check, true);

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).isEqualTo("1 MiB is refused; but not once more, alone");
    assertThat(result.blame()).isEmpty();
    assertThat(result.seen()).containsExactly("seen");
  }

  /** It was refused by what STREAMS-MAX has found. */
  @Test
  void run_findingBesideOtherChecks_thatMetALimitOnCallsAtOnce_isNone() throws Exception {
    Changing check = new Changing(blamed(Grade.FAIL, Blame.PROXY), WELL);
    streamsMax = Grade.FAIL;

    assertThat(ran(check, true).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void run_findingBesideOtherChecks_thatStays_isOne() throws Exception {
    Changing check = new Changing(blamed(Grade.FAIL, Blame.PROXY));

    assertThat(ran(check, true)).isEqualTo(blamed(Grade.FAIL, Blame.PROXY));
    assertThat(check.runs).isEqualTo(2);
  }

  /** A proxy that has cut streams may give its pods no calls for a while. */
  @Test
  void run_findingBesideOtherChecks_thatCannotBeToldAlone_isOne() throws Exception {
    Changing check =
        new Changing(
            blamed(Grade.FAIL, Blame.PROXY), Result.inconclusive(Code.MSG_SIZE, "no answer"));

    assertThat(ran(check, true)).isEqualTo(blamed(Grade.FAIL, Blame.PROXY));
  }

  /** As an error that is lost by chance beside one that is always answered by a page. */
  @Test
  void run_findingBesideOtherChecks_thatIsMilderAlone_isTheMilderOne() throws Exception {
    Result milder = blamed(Grade.WARN, Blame.PROXY);

    assertThat(ran(new Changing(blamed(Grade.FAIL, Blame.PROXY), milder), true)).isEqualTo(milder);
  }

  @Test
  void run_whatCouldNotBeToldBesideOtherChecks_isToldAlone() throws Exception {
    Changing check = new Changing(Result.inconclusive(Code.MSG_SIZE, "no answer"), WELL);

    Result result = ran(check, true);

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).startsWith("all are answered");
  }

  /** A limit that is only worth knowing may be the same loss. */
  @Test
  void run_whatIsWorthKnowingBesideOtherChecks_isAskedAgain() throws Exception {
    Changing check =
        new Changing(Result.of(Code.MSG_SIZE, Grade.INFO, "1 MiB is the largest"), WELL);

    assertThat(ran(check, true).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void run_findingAlone_isNotAskedAgain() throws Exception {
    Changing check = new Changing(blamed(Grade.FAIL, Blame.PROXY), WELL);

    assertThat(ran(check, false)).isEqualTo(blamed(Grade.FAIL, Blame.PROXY));
  }

  /** As where all connections were cut once. */
  @Test
  void run_findingOfTheNetwork_isAskedAgain() throws Exception {
    Changing check = new Changing(blamed(Grade.FAIL, Blame.NETWORK), WELL);

    assertThat(ran(check, false).grade()).isEqualTo(Grade.INCONCLUSIVE);
  }

  private static final Result SILENT =
      Result.inconclusive(Code.LB_ROUTE, "Hello: 7 of 20 calls had no answer in time")
          .explained("one of its pods hangs", List.of("seen"));

  /** A pod that hangs in mid-run. */
  @Test
  void run_serviceThatHangsAfterAPhase_isToldByRoute() {
    serviceAnswers(false);
    Check hangs =
        new Check() {
          @Override
          public List<Code> codes() {
            return List.of(Code.LB_ROUTE);
          }

          @Override
          public List<Result> run(Bench asked) {
            asked.learn(asked.facts().without(Set.of(Service.ALL.get(0))));
            return List.of(SILENT);
          }
        };

    List<Result> results =
        new Suite(
                List.of(
                    List.of(
                        List.of(
                            Fixed.of(Grade.PASS, Code.H2C), Fixed.of(Grade.PASS, Code.LB_ROUTE))),
                    List.of(List.of(Fixed.of(Grade.PASS, Code.CHURN)))),
                hangs,
                NOTHING)
            .run(bench, EnumSet.of(Code.CHURN), result -> {})
            .results();

    assertThat(results)
        .extracting(Result::grade, Result::line)
        .containsExactly(
            tuple(Grade.PASS, "as told"),
            tuple(
                Grade.INCONCLUSIVE,
                "as told; since then Hello: 7 of 20 calls had no answer in time"),
            tuple(Grade.NOT_RUN, "not run (needs LB-ROUTE)"));
    assertThat(results.get(1).cause()).isEqualTo("one of its pods hangs");
  }

  /** Whether pods have left: none at first, and then one. */
  private static Check leaversAfter(int times) {
    return new Check() {
      private int asked;

      @Override
      public List<Code> codes() {
        return List.of(Code.LB_ROUTE);
      }

      @Override
      public List<Result> run(Bench bench) {
        return asked++ < times ? List.of() : List.of(SILENT);
      }
    };
  }

  /** The grades of LB-ROUTE and CHURN, where CHURN comes to that by itself. */
  private List<Result> routeAndChurn(Grade churn, boolean besideOthers, Check leavers)
      throws IOException {
    try (ServerSocket listens = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      bench = at(listens.getLocalPort());
      serviceAnswers(true);
      List<List<Check>> lanes = new ArrayList<>(List.of(List.of(Fixed.of(churn, Code.CHURN))));
      if (besideOthers) {
        lanes.add(List.of(Fixed.of(Grade.PASS, Code.STATUS)));
      }
      Suite suite =
          new Suite(
              List.of(
                  List.of(
                      List.of(Fixed.of(Grade.PASS, Code.H2C), Fixed.of(Grade.PASS, Code.LB_ROUTE))),
                  lanes),
              NOTHING,
              leavers);
      return suite.run(bench, EnumSet.of(Code.CHURN), result -> {}).results().stream()
          .filter(result -> result.code() == Code.LB_ROUTE || result.code() == Code.CHURN)
          .toList();
    }
  }

  /** Pods that a proxy rests, since it has cut their streams, have not gone. */
  @ParameterizedTest
  @CsvSource({"PASS, INCONCLUSIVE", "FAIL, PASS", "INCONCLUSIVE, PASS"})
  void run_podThatIsMissedInTheEnd_isToldByRouteUnlessOthersAreAccused(Grade churn, Grade route)
      throws Exception {
    assertThat(routeAndChurn(churn, true, leaversAfter(1)).get(0).grade()).isEqualTo(route);
  }

  /** A proxy that asks a dead pod now and then seems to lose this or that. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void run_podThatHasLeft_accusesNobody(int askedInVain, boolean besideOthers) throws Exception {
    assertThat(routeAndChurn(Grade.FAIL, besideOthers, leaversAfter(askedInVain)))
        .extracting(Result::grade, Result::line)
        .containsExactly(
            tuple(
                Grade.INCONCLUSIVE,
                "as told; since then Hello: 7 of 20 calls had no answer in time"),
            tuple(Grade.INCONCLUSIVE, "ordinary calls fail, too (see LB-ROUTE); before: as told"));
  }

  private static void hangUp(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static Bench at(int port) {
    return at(
        new Connector(
            Target.parse("127.0.0.1:" + port, 80),
            Optional.empty(),
            Optional.empty(),
            "pick_first",
            new Metadata()));
  }

  private static Bench at(Connector connector) {
    return new Bench(
        connector,
        new Bench.Asked(Duration.ofSeconds(1), OptionalInt.empty(), 0.2, List.of(), false),
        Pace.REAL);
  }

  private void serviceAnswers(boolean tellsWhatItSees) {
    bench.learn(
        new Facts(
            List.of(Service.ALL.get(0)),
            true,
            true,
            Map.of(),
            Duration.ZERO,
            tellsWhatItSees ? FaultInjection.USABLE : FaultInjection.OFF,
            failing,
            streamsWork));
  }

  private List<Result> run(Set<Code> wanted, Check check) {
    return ran(wanted, check).results();
  }

  private Suite.Ran ran(Set<Code> wanted, Check... checks) {
    return suite(Fixed.of(Grade.PASS, Code.LB_ROUTE), Grade.PASS, checks)
        .run(bench, wanted, result -> {});
  }

  private static Suite suite(Check route, Grade h2c, Check... checks) {
    return new Suite(
        Stream.concat(Stream.of(Fixed.of(h2c, Code.H2C), route), Arrays.stream(checks))
            .map(check -> List.of(List.of(check)))
            .toList(),
        NOTHING,
        NOTHING);
  }
}
