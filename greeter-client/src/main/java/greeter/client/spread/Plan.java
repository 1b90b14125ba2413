package greeter.client.spread;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What is sent to each service.
 *
 * @param calls how many, 1 or more
 * @param connections how many carry them; empty: each call has a connection of its own
 */
public record Plan(int calls, OptionalInt connections) {
  /** Chance that a run over even pods finds one uneven, all pods and services together. */
  public static final double FALSE_ALARM = 0.001;

  /** Chance that a run with {@link #callsFor} as many calls over even pods stays inconclusive. */
  static final double INCONCLUSIVE = 0.01;

  /** More than anybody wants to wait for. */
  public static final int MOST = 10_000_000;

  private static final int FEWEST = 100;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * Calls to a service that suffice for a verdict when each pick is random, the hardest case.
   *
   * <p>The share of a pod among n calls is normal around p with variance p(1-p)/n. Its interval,
   * z(a) wide to each side, lies within the tolerance t if the share itself is no further off than
   * z(b): so n = ((z(a) + z(b)) / t)^2 (1-p) / p, with a and b split over all pods and services.
   *
   * @param pods of one service, expected to share evenly
   * @param services judged in one run
   * @param tolerance of share/expected, as 0.2 for 0.8..1.2
   */
  public static int callsFor(int pods, int services, double tolerance) {
    return callsFor(pods, 1.0 / pods, services, tolerance);
  }

  /** The same, where the smallest of the shares is expected to be {@code least}, 0..1. */
  static int callsFor(int rows, double least, int services, double tolerance) {
    int shares = rows * services;
    double z = quantile(FALSE_ALARM / shares) + quantile(INCONCLUSIVE / shares);
    double n = Math.pow(z / tolerance, 2) * (1 - least) / least;
    return (int) Math.min(MOST, Math.max(FEWEST, Math.ceil(n / 100) * 100));
  }

  /** How far from the mean, in deviations, a normal value strays with this chance, either side. */
  static double quantile(double chance) {
    return NORMAL.inverseSurvivalProbability(chance / 2);
  }

  /** Which connection carries each call, in send order. */
  IntStream connectionOfEachCall() {
    return IntStream.range(0, calls).map(call -> call % connections.orElse(calls));
  }
}
