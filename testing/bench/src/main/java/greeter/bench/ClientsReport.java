package greeter.bench;

import java.util.Locale;

/** Clients beside one another as Markdown: what each of them makes of its core. */
final class ClientsReport {
  /** Below it the server has kept a client waiting. */
  private static final double AT_ITS_LIMIT = 0.9;

  private ClientsReport() {}

  static String markdown(Clients.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, a closed loop of %d calls a turn at hello-server on the other core, %d rounds:"
                + " medians, with least and most.%n%n",
            result.shape(),
            result.calls(),
            result.clients().get(0).samples().size()));
    text.append(
        "| client | calls/s | ours ÷ this | p50, ms | its core busy |\n|---|---|---|---|---|\n");
    Series ours = result.clients().get(0);
    for (Series client : result.clients()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s%s | %s | %s | %s |%n",
              client.name(),
              client.rate().cell("%.0f"),
              client.busy().median() < AT_ITS_LIMIT ? ", as the server answers" : "",
              ours.over(client).cell("%.1f"),
              Figure.of(client.samples(), sample -> sample.p50() * 1e3).cell("%.2f"),
              client.busy().cell("%.2f")));
    }
    return text.toString();
  }
}
