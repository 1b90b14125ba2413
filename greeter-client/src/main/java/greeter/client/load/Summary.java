package greeter.client.load;

import greeter.api.Wire;
import java.io.PrintWriter;

/** What a run came to, in a few lines of text. */
public final class Summary {
  private static final int MOST_LOSSES = 10;

  private Summary() {}

  /** Prints it. */
  public static void print(LoadResult result, PrintWriter out) {
    Counts counts = result.counts();
    out.printf(
        "%s: %s, %s, %s%n",
        result.target(),
        result.asked().pace(),
        result.asked().mix(),
        result.asked().connections() == 1
            ? "1 connection"
            : result.asked().connections() + " connections");
    out.printf(
        "%d intended = %d skipped + %d sent; %d sent = %d answered + %d failed; %d replayed%n",
        counts.intended(),
        counts.skipped(),
        counts.sent(),
        counts.sent(),
        counts.answered(),
        counts.failed(),
        counts.replayed());
    out.printf(
        "%.0f answered/s in %.1f s%n", result.throughput(), result.lasted().toMillis() / 1e3);
    for (ServiceLoad service : result.services()) {
      out.printf("%s %s%n", service.service(), latency(service.latency()));
      for (PodLoad pod : service.pods()) {
        out.printf(
            "  %s: %d answered, %d failed, %s%n",
            pod.pod().isEmpty() ? "(no name)" : Wire.printable(pod.pod()),
            pod.answered(),
            pod.failed(),
            latency(pod.latency()));
      }
    }
    result.losses().stream()
        .limit(MOST_LOSSES)
        .forEach(
            loss ->
                out.printf(
                    "second %d: %d failed: %s: %s%s (blame: %s)%n",
                    loss.at().toSeconds(),
                    loss.calls(),
                    loss.service(),
                    Wire.printable(loss.reason()),
                    loss.pod().map(pod -> ", by " + Wire.printable(pod)).orElse(""),
                    loss.blame()));
    Generator generator = result.generator();
    out.printf(
        "generator: %.0f %% of %s, p99 %s late%s%n",
        100 * generator.share(result.lasted()),
        generator.cores() == 1 ? "1 core" : generator.cores() + " cores",
        Millis.of(generator.late().at(99)),
        generator.isTheLimit(result.lasted()) ? ": it was the limit" : "");
  }

  private static String latency(Latency latency) {
    return "p50 %s, p99 %s, p99.9 %s, max %s"
        .formatted(
            Millis.of(latency.at(50)),
            Millis.of(latency.at(99)),
            Millis.of(latency.at(99.9)),
            Millis.of(latency.max()));
  }
}
