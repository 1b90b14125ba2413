package greeter.bench;

import java.util.List;
import java.util.Locale;

/**
 * One client's medians beside what is known of the target.
 *
 * @param rate ÷ the target's
 * @param p50 ÷ what a closed loop makes of that rate: its callers ÷ it (Little's law)
 * @param busy the most of its core that it took in a turn
 */
record Agreement(String client, double rate, double p50, double busy) {
  /** nginx counts in milliseconds, and a turn begins and ends with fewer callers. */
  static final double RATE_WITHIN = 0.03;

  /** Half of the calls may wait less than the mean, but for a few of them not by much. */
  static final double P50_WITHIN = 0.10;

  /** From here on a client may have measured itself. */
  private static final double BUSY = 0.95;

  /**
   * Each client's.
   *
   * @param shape of the closed loop
   * @param target calls a second that the target answers
   */
  static List<Agreement> of(List<Series> clients, Shape shape, double target) {
    return clients.stream()
        .map(
            series ->
                new Agreement(
                    series.name(),
                    series.rate().median() / target,
                    series.p50().median() / (shape.callers() / target),
                    series.busy().max()))
        .toList();
  }

  /** Whether a client of which this is how busy it was may have measured itself. */
  static boolean isVoid(Figure busy) {
    return busy.max() >= BUSY;
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
