package greeter.client.spread;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Many runs over two services whose pods are picked at random, with these shares. */
final class Runs {
  /** Enough to tell 0.001 from 0.002: 20 and 40 are four deviations apart. */
  static final int RUNS = 20_000;

  private static final int SERVICES = 2;
  private static final double TOLERANCE = 0.2;

  private final double[] shares;
  private final SplittableRandom random;
  private final int calls;
  private final double alpha;
  private final Map<Long, Verdict> verdicts = new HashMap<>();
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  Runs(double[] shares, long seed) {
    this.shares = shares;
    this.random = new SplittableRandom(seed);
    this.calls = Plan.callsFor(shares.length, SERVICES, TOLERANCE);
    this.alpha = Plan.FALSE_ALARM / (shares.length * SERVICES);
  }

  Runs simulate() {
    for (int run = 0; run < RUNS; run++) {
      Verdict verdict = Verdict.PASS;
      for (int service = 0; service < SERVICES; service++) {
        for (long count : counts()) {
          verdict = verdict.worse(verdicts.computeIfAbsent(count, this::verdictOn));
        }
      }
      counts.merge(verdict, 1, Integer::sum);
    }
    return this;
  }

  int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  private long[] counts() {
    long[] counts = new long[shares.length];
    for (int call = 0; call < calls; call++) {
      double left = random.nextDouble();
      int pod = 0;
      while (pod < shares.length - 1 && left >= shares[pod]) {
        left -= shares[pod++];
      }
      counts[pod]++;
    }
    return counts;
  }

  /** Of one pod: it depends on nothing else, and few counts occur, so each is judged once. */
  private Verdict verdictOn(long count) {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("this", count);
    rows.put("others", calls - count);
    for (int pod = 2; pod < shares.length; pod++) {
      rows.put("none " + pod, 0L);
    }
    Expectation even = new Expectation(OptionalInt.empty(), Map.of(), TOLERANCE);
    return Evenness.of(rows, even, alpha).shares().get(0).within(TOLERANCE);
  }
}
