package greeter.client.check;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often a balancer that picks good pods at random, the hardest of those that are right, turns
 * the quick form red: exactly, by the distribution of what the balancing checks count. All that the
 * other checks count is either there or not; what hangs on time there is tried: {@code
 * deploy/local/ground-truth --again 1000}.
 */
class FalseAlarmsTest {
  /** LB-EVEN of two services, and LB-FRESH of one. */
  private static final int SAMPLES = 3;

  private static final int STREAMS = 12;

  /** Counts that are rarer than this, together, are as good as none. */
  private static final double HARDLY_EVER = 1e-9;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void quickForm_ofRandomPicks_isRedAtMostOnceIn1000Runs(int pods) {
    assertThat(redShares(pods) + redStreams(pods)).isLessThanOrEqualTo(0.001);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void shares_ofRandomPicks_hardlyEverStayInconclusive(int pods) {
    assertThat(chanceOfAShare(pods, grade -> grade != Grade.PASS)).isLessThanOrEqualTo(0.02);
  }

  /** The sum above would be as small if nothing were ever red. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void pod_withHalfOfItsShareMore_isRed(int pods) {
    int calls = Shares.calls(asked(pods));

    assertThat(grade(pods, calls, calls * 3 / (2 * pods))).isEqualTo(Grade.FAIL);
  }

  /** LB-PINNED and ONE-POD, of 12 connections with 20 calls each. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10})
  void freshChannels_ofRandomPicks_neverFail(int pods) {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 1000; run++) {
      String[] connections = new String[12];
      for (int i = 0; i < connections.length; i++) {
        connections[i] =
            random
                .ints(20, 'A', 'A' + pods)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
      }
      Map<String, Sent> sent = Map.of("Hello", sent(connections));

      assertThat(FreshChannelsCheck.judgePinned(sent).grade()).isEqualTo(Grade.PASS);
      assertThat(FreshChannelsCheck.judgeOnePod(sent, OptionalInt.of(pods)).grade())
          .isEqualTo(Grade.PASS);
    }
  }

  private static double redShares(int pods) {
    return chanceOfAShare(pods, grade -> grade == Grade.FAIL);
  }

  /** Of any share of any sample: at most the sum of what each pod's share comes to alone. */
  private static double chanceOfAShare(int pods, Predicate<Grade> such) {
    int calls = Shares.calls(asked(pods));
    BinomialDistribution ofAPod = BinomialDistribution.of(calls, 1.0 / pods);
    return SAMPLES * pods * chance(ofAPod, count -> such.test(grade(pods, calls, count)));
  }

  /** Of one pod that got so many calls, while the others shared the rest. */
  private static Grade grade(int pods, int calls, int count) {
    Map<String, Long> callsByPod = new LinkedHashMap<>();
    callsByPod.put("A", (long) count);
    int rest = calls - count;
    for (int other = 1; other < pods; other++) {
      int part = rest / (pods - other);
      callsByPod.put("other " + other, (long) part);
      rest -= part;
    }
    return Shares.grade(Shares.of(callsByPod, OptionalInt.of(pods), 0.2));
  }

  /**
   * STREAM-PIN, which opens 12 streams and makes 12 single calls, and does so again while all
   * streams are on one pod and chance may have put them there.
   */
  private static double redStreams(int pods) {
    double allOnOnePod = pods * Math.pow(1.0 / pods, STREAMS);
    BinomialDistribution callsOnIt = BinomialDistribution.of(STREAMS, 1.0 / pods);
    double atOnce = allOnOnePod * chance(callsOnIt, FalseAlarmsTest::isRed);
    double onceMore = allOnOnePod * Math.pow(1.0 / pods, STREAMS);
    return atOnce + onceMore;
  }

  /** All streams on one pod, which has so many of the single calls. */
  private static boolean isRed(int calls) {
    List<String> single = IntStream.range(0, STREAMS).mapToObj(i -> i < calls ? "A" : "B").toList();
    StreamPinCheck.Spread spread =
        new StreamPinCheck.Spread(Collections.nCopies(STREAMS, Set.of("A")), single, List.of());
    return StreamPinCheck.judge(spread).grade() == Grade.FAIL;
  }

  private static double chance(BinomialDistribution counts, IntPredicate such) {
    int least = counts.inverseCumulativeProbability(HARDLY_EVER);
    int most = counts.inverseSurvivalProbability(HARDLY_EVER);
    return 2 * HARDLY_EVER
        + IntStream.rangeClosed(least, most).filter(such).mapToDouble(counts::probability).sum();
  }

  private static Bench.Asked asked(int pods) {
    return new Bench.Asked(Duration.ofSeconds(5), OptionalInt.of(pods), 0.2, List.of(), false);
  }
}
