package greeter.client.html;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a reader likes them. */
public final class Words {
  private Words() {}

  /** With a narrow space between each three digits. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
  }

  /** As {@code 3 calls}, {@code 1 call}. */
  public static String count(long count, String what) {
    return count(count) + " " + what + (count == 1 ? "" : "s");
  }

  /** Three digits of it, and the unit that fits. */
  public static String time(Duration time) {
    double micros = time.toNanos() / 1e3;
    if (micros >= 1e6) {
      return digits(micros / 1e6) + " s";
    }
    return micros >= 1e3 ? digits(micros / 1e3) + " ms" : digits(micros) + " \u00b5s";
  }

  /** In seconds with a tenth, as a moment of a run. */
  public static String moment(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  private static String digits(double number) {
    int after = number >= 100 || number == Math.rint(number) ? 0 : number >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + after + "f", number);
  }
}
