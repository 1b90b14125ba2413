package greeter.client.load.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By how much a run may be worse than its baseline; shares, 0.2 for 20 %.
 *
 * @param p50 by which half of the calls may be slower
 * @param p99 the same for one in a hundred
 * @param throughput that may be missing
 * @param errors that more of all calls may fail: of 1 % to 3 % it is 0.02
 */
public record Regression(double p50, double p99, double throughput, double errors) {
  /** What is not worth a word between two runs on the same machines. */
  public static final Regression USUAL = new Regression(0.2, 0.5, 0.1, 0);

  private static final Pattern ONE =
      Pattern.compile("(p50|p99|throughput|errors)=(\\d{1,6}(?:\\.\\d{1,6})?)%");

  /**
   * Reads {@code p50=20%,errors=0.1%}. Of what is not named {@link #USUAL} holds.
   *
   * @throws IllegalArgumentException if it does not read so
   */
  public static Regression parse(String text) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = ONE.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "\"%s\" (expected: p50=N%%, p99=N%%, throughput=N%% or errors=N%%)".formatted(part));
      }
      shares.put(matcher.group(1), Double.parseDouble(matcher.group(2)) / 100);
    }
    return new Regression(
        shares.getOrDefault("p50", USUAL.p50),
        shares.getOrDefault("p99", USUAL.p99),
        shares.getOrDefault("throughput", USUAL.throughput),
        shares.getOrDefault("errors", USUAL.errors));
  }
}
