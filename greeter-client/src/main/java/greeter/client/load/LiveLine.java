package greeter.client.load;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a run goes, in one line. */
public final class LiveLine {
  private LiveLine() {}

  /** The line, as {@code 3 of 10 s: 998/s of 1000/s, p50 0.35 ms, p99 1.20 ms, ...}. */
  public static String of(Glance glance) {
    String rate = perSecond(glance.answered());
    boolean any = glance.recent().count() > 0;
    return Stream.of(
            when(glance)
                + ": "
                + glance.asked().map(asked -> rate + " of " + perSecond(asked)).orElse(rate),
            any ? "p50 " + Millis.of(glance.recent().at(50)) : "",
            any ? "p99 " + Millis.of(glance.recent().at(99)) : "",
            glance.failed() + " failed",
            glance.skipped() > 0 ? glance.skipped() + " skipped" : "",
            glance.pods() == 1 ? "1 pod" : glance.pods() + " pods")
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String when(Glance glance) {
    if (glance.interrupted()) {
      return "interrupted, waiting for the last answers";
    }
    if (glance.at().isNegative()) {
      return "warm-up";
    }
    long seconds = glance.at().toSeconds();
    return glance
        .end()
        .map(
            end ->
                seconds > end.toSeconds()
                    ? "waiting for the last answers"
                    : seconds + " of " + end.toSeconds() + " s")
        .orElse(seconds + " s");
  }

  private static String perSecond(double calls) {
    return String.format(Locale.ROOT, calls < 10 ? "%.1f/s" : "%.0f/s", calls);
  }
}
