package greeter.client.load.report;

import greeter.api.Wire;
import java.time.Duration;
import java.util.Locale;

/** Numbers and names, as people read them. */
final class Figures {
  private Figures() {}

  /** Three digits, since the histograms hold no more. */
  static String latency(Duration latency) {
    long micros = latency.toNanos() / 1_000;
    if (micros < 1_000) {
      return micros + " µs";
    }
    return micros < 1_000_000 ? digits(micros / 1e3) + " ms" : digits(micros / 1e6) + " s";
  }

  private static String digits(double number) {
    int after = number < 9.995 ? 2 : number < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + after + "f", number);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
  }

  static String rate(double inASecond) {
    return String.format(Locale.ROOT, inASecond < 100 ? "%.1f/s" : "%.0f/s", inASecond);
  }

  /** So that a single lost call of many does not read as none. */
  static String percent(long part, long whole) {
    if (part == 0 || whole == 0) {
      return "0 %";
    }
    double percent = 100.0 * part / whole;
    return percent < 0.01
        ? "< 0.01 %"
        : String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
  }

  /** A hundred, but not before all of it is there. */
  static String percent(double share) {
    double percent = Math.floor(1_000 * share + 1e-6) / 10;
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  static String calls(long calls) {
    return count(calls, "call");
  }

  static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Text from the wire in so many columns: of what is longer both ends, by which names differ. */
  static String name(String text, int most) {
    String shown = text.isEmpty() ? "(unnamed)" : Wire.printable(text);
    return shown.length() <= most
        ? shown
        : shown.substring(0, most / 2 - 1) + "…" + shown.substring(shown.length() - most / 2);
  }
}
