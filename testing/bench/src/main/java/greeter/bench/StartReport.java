package greeter.bench;

import java.util.Locale;

/** Servers beside one another as Markdown: how soon they are there, and what they hold. */
final class StartReport {
  private StartReport() {}

  static String markdown(Start.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "From the start of the process, on one core or on both, of which h2load then has one too:"
                + " until it serves, its first call, and then %d calls by h2load (%s); rounds: %d."
                + " Medians, with least and most.%n%n",
            result.calls(),
            Shape.FEW_CONNECTIONS,
            result.servers().get(0).turns().size()));
    text.append(
        "| server | serves after, ms | first answer after, ms | the next calls, s | resident idle, MB"
            + " | after them, MB | h2load's core busy |\n|---|---|---|---|---|---|---|\n");
    for (Start.Turns server : result.servers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s | %s |%n",
              server.server(),
              Figure.of(server.turns(), turn -> turn.toServing() * 1000).cell("%.0f"),
              Figure.of(server.turns(), turn -> turn.toFirstAnswer() * 1000).cell("%.0f"),
              Agreement.isVoid(server.busy())
                  ? "void: h2load was the limit"
                  : Figure.of(server.turns(), Start.Turn::nextCalls).cell("%.2f"),
              Figure.of(server.turns(), Start.Turn::idle).cell("%.0f"),
              Figure.of(server.turns(), Start.Turn::loaded).cell("%.0f"),
              server.busy().cell("%.2f")));
    }
    return text.toString();
  }
}
