package greeter.testbed.steady;

import greeter.testbed.steady.Tally.Loss;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** A phase as lines: what was lost by second and pod, and at the end one line with the numbers. */
final class SteadyReport {
  private static final int LINES = 40;

  private SteadyReport() {}

  static String of(Tally.Summary summary, ZoneId zone) {
    DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    StringBuilder lines = new StringBuilder();
    summary.losses().entrySet().stream()
        .limit(LINES)
        .forEach(entry -> lines.append(line(entry, summary, clock)));
    long more = summary.losses().values().stream().skip(LINES).mapToLong(Long::longValue).sum();
    if (more > 0) {
      lines.append("  lost: ").append(more).append(" more\n");
    }
    return lines
        .append(
            String.format(
                Locale.ROOT,
                "%s: calls %d, lost %d, replayed %d, slowest %d ms, pods %d, %.1f s%n",
                summary.phase(),
                summary.calls(),
                summary.lost(),
                summary.replayed(),
                summary.slowest().toMillis(),
                summary.pods().size(),
                summary.lasted().toMillis() / 1000.0))
        .toString();
  }

  private static String line(
      Map.Entry<Loss, Long> entry, Tally.Summary summary, DateTimeFormatter clock) {
    Loss loss = entry.getKey();
    return String.format(
        Locale.ROOT,
        "  lost: %s, second %d: %d to %s, %s: %s%n",
        clock.format(loss.second()),
        Math.max(0, Duration.between(summary.start(), loss.second()).toSeconds()),
        entry.getValue(),
        loss.service(),
        loss.pod().map(pod -> "pod " + pod).orElse("no pod answered"),
        loss.reason());
  }
}
