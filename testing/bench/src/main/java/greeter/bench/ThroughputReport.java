package greeter.bench;

import java.util.Locale;

/**
 * Servers beside one another as Markdown: calls in a second, and what ours has times as many of.
 */
final class ThroughputReport {
  private ThroughputReport() {}

  static String markdown(Throughput.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d calls a round after %s, %d rounds: medians, with least and most.%n%n",
            result.shape(),
            result.calls(),
            Peer.WARM_UPS,
            result.servers().get(0).samples().size()));
    text.append("| server | calls/s | ours ÷ this | h2load's core busy |\n|---|---|---|---|\n");
    double ours = result.servers().get(0).rate().median();
    for (Series server : result.servers()) {
      Figure rate = server.rate();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %.2f–%.2f |%n",
              server.name(),
              rate.cell("%.0f"),
              server.busy().max() >= Agreement.BUSY
                  ? "void: h2load was the limit"
                  : String.format(Locale.ROOT, "%.2f", ours / rate.median()),
              server.busy().min(),
              server.busy().max()));
    }
    return text.toString();
  }
}
