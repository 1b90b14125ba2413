package greeter.client.check;

import java.time.Duration;
import java.util.Locale;

/** Times as results tell them. */
final class Seconds {
  private Seconds() {}

  /** What was asked for, as {@code 60 s} or {@code 1.5 s}. */
  static String plain(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : measured(time);
  }

  /** What was measured, as {@code 60.0 s}. */
  static String measured(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
