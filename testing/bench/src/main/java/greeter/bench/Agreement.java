package greeter.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One client's medians beside those of all.
 *
 * @param rate ÷ the median of the clients' rates
 * @param p50 ÷ the median of the clients' p50
 * @param busy the most of its core that it took in a turn
 */
record Agreement(String client, double rate, double p50, double busy) {
  /**
   * Medians of turns on a shared machine differ by some hundredths with one client alone; what one
   * of them measured differently is beyond that.
   */
  static final double RATE_WITHIN = 0.10;

  /** The p50 of a closed loop is its callers ÷ the rate, but for how the rest is spread. */
  static final double P50_WITHIN = 0.15;

  /** From here on a client may have measured itself. */
  static final double BUSY = 0.95;

  static List<Agreement> of(List<Series> clients) {
    double rate = median(clients.stream().map(series -> series.rate().median()).toList());
    double p50 = median(clients.stream().map(series -> series.p50().median()).toList());
    return clients.stream()
        .map(
            series ->
                new Agreement(
                    series.name(),
                    series.rate().median() / rate,
                    series.p50().median() / p50,
                    series.busy().max()))
        .toList();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  boolean holds() {
    return Math.abs(rate - 1) <= RATE_WITHIN && Math.abs(p50 - 1) <= P50_WITHIN && busy < BUSY;
  }

  /** As {@code agrees}, or what does not. */
  String verdict() {
    if (busy >= BUSY) {
      return String.format(Locale.ROOT, "void: it kept its core busy (%.2f)", busy);
    }
    return holds() ? "agrees" : "DIFFERS";
  }
}
