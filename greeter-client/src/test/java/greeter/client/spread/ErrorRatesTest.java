package greeter.client.spread;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often the rule errs over random picks, at the default numbers of calls to two services. */
@Timeout(60)
class ErrorRatesTest {
  @Test
  void even_threePods_passAndNeverFail() {
    Runs runs = new Runs(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, 1).simulate();

    // The chance of each is at most 0.001: more than 38 of 20,000 would come once in 10,000 times.
    assertThat(runs.count(Verdict.FAIL)).isLessThanOrEqualTo(38);
    assertThat(runs.count(Verdict.PASS)).isGreaterThanOrEqualTo(Runs.RUNS * 98 / 100);
  }

  /** 1.2 times its share is still allowed, so to fail it is an error: the hardest case of all. */
  @Test
  void even_podJustWithinTheTolerance_hardlyEverFails() {
    Runs runs = new Runs(new double[] {0.4, 0.3, 0.3}, 2).simulate();

    assertThat(runs.count(Verdict.FAIL)).isLessThanOrEqualTo(38); // as above
  }

  @Test
  void hot_threePodsOneWith60Percent_fails() {
    Runs runs = new Runs(new double[] {0.6, 0.2, 0.2}, 3).simulate();

    assertThat(runs.count(Verdict.FAIL)).isGreaterThanOrEqualTo(Runs.RUNS * 99 / 100);
  }

  /**
   * The pod that "pass if any of ten tries passes" lets through. It has 1.25 times its share, so
   * PASS means that its interval misses the truth, in each of the two services: a chance of at most
   * 0.001/10/2 each. By scipy it is 1.2e-8, that of FAIL 0.013; the rest is inconclusive.
   */
  @Test
  void hot_fivePodsOneWith25Percent_hardlyEverPasses() {
    Runs runs = new Runs(new double[] {0.25, 0.1875, 0.1875, 0.1875, 0.1875}, 4).simulate();

    assertThat(runs.count(Verdict.PASS)).isLessThanOrEqualTo(1);
    // 1 - (1 - 0.0134)**2 is 0.0265: 530 of 20,000, give or take 23. The other pods, at 0.9375 of
    // their share, hardly add to it.
    assertThat(runs.count(Verdict.FAIL)).isBetween(440, 620);
  }

  /** Exact, for every short run: pinning and the lone pod are judged there, too. */
  @Test
  void even_twoPodsAndFewCalls_failAtMostOnceIn1000Runs() {
    Expectation two = new Expectation(OptionalInt.of(2), Map.of(), 0.2);
    for (int calls = 1; calls <= 60; calls++) {
      BinomialDistribution random = BinomialDistribution.of(calls, 0.5);
      double fails = 0;
      for (int a = 0; a <= calls; a++) {
        Sent sent = sent("A".repeat(a) + "B".repeat(calls - a));
        Verdict verdict = Judgement.of("Hello", sent, two, Plan.FALSE_ALARM / 4).verdict();
        fails += verdict == Verdict.FAIL ? random.probability(a) : 0;
      }
      assertThat(1 - Math.pow(1 - fails, 2)).as("%d calls", calls).isLessThanOrEqualTo(0.001);
    }
  }

  /** Exact: every pool and number of calls whose each connection happens to meet one pod. */
  @Test
  void even_threePodsOnAPool_areHardlyEverCalledPinned() {
    for (int connections = 2; connections <= 12; connections++) {
      for (int each = 2; each <= 12; each++) {
        String[] chance = new String[connections];
        for (int i = 0; i < connections; i++) {
          chance[i] = "ABC".substring(i % 3, i % 3 + 1).repeat(each);
        }
        if (sent(chance).pattern() == Sent.Pattern.PINNED) {
          // Random picks do so at most so often, wherever the first pick fell.
          assertThat(Math.pow(1 / 3.0, connections * (each - 1))).isLessThanOrEqualTo(0.0001);
        }
      }
    }
  }
}
