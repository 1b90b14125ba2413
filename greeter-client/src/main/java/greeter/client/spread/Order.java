package greeter.client.spread;

import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Served;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The policy of the balancer, as the order of the answers shows it: whether consecutive sends on
 * one connection get the same pod again. Under rotation they never do, when sticky always, and
 * under random choice as often as the shares let one expect.
 *
 * @param pairs of consecutive sends
 * @param repeats pairs whose both sends the same pod answered
 * @param atRandom repeats that a random choice with these shares would give
 */
public record Order(Policy policy, int pairs, int repeats, double atRandom) {
  public enum Policy {
    ROTATION("rotation"),
    RANDOM("random choice"),
    WEIGHTED("by weight or load"),
    STICKY("sticky"),
    CANNOT_TELL("no order to tell");

    private final String text;

    Policy(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What excludes another policy: it would look like this less often. */
  private static final double SURE = 0.001;

  /** The policy that the order of a run's answers shows. */
  public static Order of(Sent sent) {
    int pairs = 0;
    int repeats = 0;
    for (List<Outcome> calls : sent.connections()) {
      for (int i = 1; i < calls.size(); i++) {
        if (podOf(calls.get(i - 1)) != null && podOf(calls.get(i)) != null) {
          pairs++;
          repeats += podOf(calls.get(i - 1)).equals(podOf(calls.get(i))) ? 1 : 0;
        }
      }
    }
    return of(pairs, repeats, sent.callsByPod());
  }

  static Order of(int pairs, int repeats, Map<String, Long> callsByPod) {
    double sameAgain = sameAgain(callsByPod);
    return new Order(
        policy(pairs, repeats, sameAgain, callsByPod), pairs, repeats, pairs * sameAgain);
  }

  /** The chance that two random picks with these shares are of one pod. */
  static double sameAgain(Map<String, Long> callsByPod) {
    double total = callsByPod.values().stream().mapToLong(n -> n).sum();
    return callsByPod.values().stream().mapToDouble(n -> Math.pow(n / total, 2)).sum();
  }

  private static Policy policy(
      int pairs, int repeats, double sameAgain, Map<String, Long> callsByPod) {
    if (callsByPod.size() < 2) {
      return Policy.CANNOT_TELL; // a lone pod comes again under every policy
    }
    if (pairs > 0 && repeats == pairs && Math.pow(sameAgain, pairs) <= SURE) {
      return Policy.STICKY;
    }
    if (isUneven(callsByPod)) {
      return Policy.WEIGHTED;
    }
    if (repeats == 0) {
      return Math.pow(1 - sameAgain, pairs) <= SURE ? Policy.ROTATION : Policy.CANNOT_TELL;
    }
    BinomialDistribution random = BinomialDistribution.of(pairs, sameAgain);
    double tail =
        Math.min(random.cumulativeProbability(repeats), random.survivalProbability(repeats - 1));
    // Few pairs fit random choice and much else besides.
    boolean enough = Math.pow(1 - sameAgain, pairs) <= SURE;
    return enough && 2 * tail > SURE ? Policy.RANDOM : Policy.CANNOT_TELL;
  }

  private static boolean isUneven(Map<String, Long> callsByPod) {
    double even = callsByPod.values().stream().mapToLong(n -> n).sum() / (double) callsByPod.size();
    double chiSquared =
        callsByPod.values().stream().mapToDouble(n -> Math.pow(n - even, 2) / even).sum();
    return ChiSquaredDistribution.of(callsByPod.size() - 1).survivalProbability(chiSquared) <= SURE;
  }

  private static String podOf(Outcome outcome) {
    return outcome instanceof Served served ? served.pod().orElse(null) : null;
  }
}
