package greeter.client.spread;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * Whether the shares are the expected ones, within a tolerance. FAIL if the interval of one lies
 * outside 1 ± tolerance, PASS if those of all lie inside; otherwise more calls are needed.
 *
 * @param shares of each row, the silent ones too
 * @param chiSquared Pearson's statistic; shown, but it decides nothing, since with enough calls any
 *     real balancer differs from even
 * @param p the chance of a statistic as large, if the shares are the expected ones
 * @param needed calls (or connections) that would suffice; 0 if these did
 */
public record Evenness(
    List<Share> shares, Verdict verdict, double chiSquared, double p, double needed) {
  /**
   * One row.
   *
   * @param expected share, 0..1
   * @param low lower end of the interval of share/expected (Clopper and Pearson, 1934)
   * @param high its upper end
   */
  public record Share(
      String name, long count, double share, double expected, double low, double high) {
    Verdict within(double tolerance) {
      if (high < 1 - tolerance || low > 1 + tolerance) {
        return Verdict.FAIL;
      }
      boolean inside = low >= 1 - tolerance && high <= 1 + tolerance;
      return inside ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }
  }

  /**
   * Judges.
   *
   * @param rows counts, of which at least one is not 0
   * @param alpha the chance that one interval misses the truth
   */
  public static Evenness of(Map<String, Long> rows, Expectation expectation, double alpha) {
    int total = Math.toIntExact(rows.values().stream().mapToLong(n -> n).sum());
    List<Share> shares = new ArrayList<>();
    rows.forEach(
        (name, count) ->
            shares.add(share(name, count, total, expectation.shareOf(name, rows.size()), alpha)));
    double tolerance = expectation.tolerance();
    Verdict verdict =
        shares.stream().map(share -> share.within(tolerance)).reduce(Verdict.PASS, Verdict::worse);
    double chiSquared =
        shares.stream()
            .filter(share -> share.expected > 0)
            .mapToDouble(
                share ->
                    Math.pow(share.count - total * share.expected, 2) / (total * share.expected))
            .sum();
    double p =
        shares.size() < 2
            ? 1
            : ChiSquaredDistribution.of(shares.size() - 1).survivalProbability(chiSquared);
    double needed =
        verdict == Verdict.INCONCLUSIVE
            ? shares.stream()
                .map(share -> needed(share, tolerance, alpha, shares.size(), total))
                .max(Comparator.naturalOrder())
                .orElseThrow()
            : 0;
    return new Evenness(shares, verdict, chiSquared, p, needed);
  }

  private static Share share(String name, long count, int total, double expected, double alpha) {
    Interval interval =
        BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(total, (int) count, alpha);
    return new Share(
        name,
        count,
        (double) count / total,
        expected,
        interval.getLowerBound() / expected,
        interval.getUpperBound() / expected);
  }

  /**
   * As {@link Plan#callsFor}; around the share that was seen, if 1 is out of the question or so
   * many calls were not enough.
   */
  private static double needed(Share share, double tolerance, double alpha, int rows, int soFar) {
    if (share.within(tolerance) == Verdict.PASS) {
      return 0;
    }
    if (share.expected == 1) {
      return Math.ceil(Math.log(alpha / 2) / Math.log(1 - tolerance));
    }
    double z = Plan.quantile(alpha) + Plan.quantile(Plan.INCONCLUSIVE / rows);
    double calls = Math.pow(z / tolerance, 2) * (1 - share.expected) / share.expected;
    boolean maybeEven = share.low <= 1 && 1 <= share.high;
    if (!maybeEven || calls <= soFar) {
      double ratio = share.share / share.expected;
      calls *= Math.pow(tolerance / (tolerance - Math.abs(ratio - 1)), 2);
    }
    return Math.ceil(calls);
  }

  String chiSquaredLine() {
    return "chi-squared: %.2f, p %s (for information; it decides nothing)"
        .formatted(chiSquared, p < 0.001 ? "< 0.001" : "= %.3f".formatted(p));
  }

  /** The verdict in words. */
  Finding finding(double tolerance) {
    double low = 1 - tolerance;
    double high = 1 + tolerance;
    return switch (verdict) {
      case PASS ->
          Finding.pass(
              "LB-EVEN",
              "%s within %.2f .. %.2f of the expected"
                  .formatted(
                      shares.size() == 1
                          ? "the one share is"
                          : "each of %d shares is".formatted(shares.size()),
                      low,
                      high));
      case FAIL ->
          Finding.fail(
              "LB-EVEN", "%s (allowed: %.2f .. %.2f)".formatted(whoFails(tolerance), low, high));
      case INCONCLUSIVE ->
          Finding.inconclusive(
              "LB-EVEN",
              ("too few calls to tell whether each share is within %.2f .. %.2f of the expected;"
                      + " about %s would do (--calls)")
                  .formatted(
                      low,
                      high,
                      needed > 10_000_000 ? "more than 10 million" : "%.0f".formatted(needed)));
    };
  }

  /** The pods without a name first, and in one word: there may be hundreds. */
  private String whoFails(double tolerance) {
    Map<Boolean, List<Share>> bySilence =
        shares.stream()
            .filter(share -> share.within(tolerance) == Verdict.FAIL)
            .collect(partitioningBy(share -> Expectation.isSilent(share.name())));
    int silent = bySilence.get(true).size();
    return Stream.concat(
            silent == 0
                ? Stream.empty()
                : Stream.of(silent == 1 ? "a pod never answers" : silent + " pods never answer"),
            bySilence.get(false).stream().map(Evenness::describe))
        .collect(joining(", "));
  }

  private static String describe(Share share) {
    if (share.expected() == 0) {
      return share.name() + " answers, and no weight names it";
    }
    return share.count() == 0
        ? share.name() + " never answers"
        : "%s gets %.2f times its share".formatted(share.name(), share.share() / share.expected());
  }
}
