package greeter.bench;

import java.util.Locale;

/** Servers beside one another as Markdown: how long calls take at the same rate. */
final class LatencyReport {
  private LatencyReport() {}

  static String markdown(Latency.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d calls/s, half of what %s answers, for %d s after %s, %d rounds:"
                + " medians, with least and most.%n%n",
            result.shape(),
            result.rate(),
            Peer.GRPC_GO,
            Latency.LASTING,
            Peer.WARM_UPS,
            result.servers().get(0).turns().size()));
    text.append("| server | p50, ms | p99, ms | h2load's core busy |\n|---|---|---|---|\n");
    for (Latency.Turns server : result.servers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s |%n",
              server.server(),
              Figure.of(server.turns(), turn -> turn.p50() * 1e3).cell("%.2f"),
              Agreement.isVoid(server.busy())
                  ? "void: h2load was the limit"
                  : Figure.of(server.turns(), turn -> turn.p99() * 1e3).cell("%.2f"),
              server.busy().cell("%.2f")));
    }
    return text.toString();
  }
}
