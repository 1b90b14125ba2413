package greeter.client.load;

import java.time.Duration;
import java.util.Locale;

/** A latency as people read it: in milliseconds, to three digits or so. */
final class Millis {
  private Millis() {}

  static String of(Duration time) {
    double millis = time.toNanos() / 1e6;
    int decimals = millis < 0.1 ? 3 : millis < 10 ? 2 : millis < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f ms", millis);
  }
}
