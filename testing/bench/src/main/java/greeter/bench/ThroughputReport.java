package greeter.bench;

import java.util.Locale;

/**
 * Servers beside one another as Markdown: calls in a second, and what ours has times as many of,
 * round by round.
 */
final class ThroughputReport {
  private ThroughputReport() {}

  static String markdown(Throughput.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d calls a turn, %d turns in each round, after %s; rounds: %d. Medians, with least"
                + " and most.%n%n",
            result.shape(),
            result.calls(),
            Throughput.TURNS,
            Peer.WARM_UPS,
            result.rounds()));
    text.append("| server | calls/s | ours ÷ this | h2load's core busy |\n|---|---|---|---|\n");
    Series ours = result.servers().get(0);
    for (Series server : result.servers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s |%n",
              server.name(),
              server.rate().cell("%.0f"),
              server.isVoid() ? "void: h2load was the limit" : ours.over(server).cell("%.2f"),
              server.busy().cell("%.2f")));
    }
    return text.toString();
  }
}
