package greeter.client.load.event;

import java.time.Duration;
import java.util.Locale;

/** Times and counts as findings tell them. */
final class Times {
  private Times() {}

  /** From the start of the run, as {@code 60 s} or {@code 1.5 s}. */
  static String of(Duration time) {
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  static String millis(Duration time) {
    return String.format(
        Locale.ROOT, time.toMillis() < 10 ? "%.1f ms" : "%.0f ms", time.toNanos() / 1e6);
  }

  static String calls(long calls) {
    return calls == 1 ? "1 call" : "%,d calls".formatted(calls);
  }

  static String lost(long calls) {
    return calls == 0 ? "no call was lost" : calls(calls) + " lost";
  }
}
