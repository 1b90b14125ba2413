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
  /** As users write it. */
  public static final String DEFAULT = "p50=20%,p99=50%,throughput=10%,errors=0%";

  private static final Pattern ONE =
      Pattern.compile("(p50|p99|throughput|errors)=(\\d{1,6}(?:\\.\\d{1,6})?)%");

  /**
   * Of what is not named the default holds.
   *
   * @throws IllegalArgumentException if it does not read like {@link #DEFAULT}
   */
  public static Regression parse(String text) {
    Map<String, Double> shares = new LinkedHashMap<>();
    read(DEFAULT, shares);
    read(text, shares);
    return new Regression(
        shares.get("p50"), shares.get("p99"), shares.get("throughput"), shares.get("errors"));
  }

  private static void read(String text, Map<String, Double> into) {
    for (String part : text.split(",", -1)) {
      Matcher matcher = ONE.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "\"%s\" (expected: p50=N%%, p99=N%%, throughput=N%% or errors=N%%)".formatted(part));
      }
      into.put(matcher.group(1), Double.parseDouble(matcher.group(2)) / 100);
    }
  }
}
