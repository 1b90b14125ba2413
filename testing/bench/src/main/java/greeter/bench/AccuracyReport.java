package greeter.bench;

import java.util.List;
import java.util.Locale;

/** A run as Markdown. */
final class AccuracyReport {
  private AccuracyReport() {}

  static String markdown(Accuracy.Result result) {
    List<Agreement> agreements = Agreement.of(result.clients(), Accuracy.SHAPE, Accuracy.RATE);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "A closed loop of %d callers over %d connections, %d calls a turn, %d rounds, through %s"
                + " that passes %d calls/s: medians, with least and most.%n%n",
            Accuracy.SHAPE.callers(),
            Accuracy.SHAPE.connections(),
            result.calls(),
            result.clients().get(0).samples().size(),
            result.proxy(),
            Accuracy.RATE));
    text.append(
        String.format(
            Locale.ROOT,
            "| client | calls/s | ÷ %d | p50, ms | ÷ %.1f | its core busy | |%n",
            Accuracy.RATE,
            1e3 * Accuracy.SHAPE.callers() / Accuracy.RATE));
    text.append("|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < agreements.size(); i++) {
      Series series = result.clients().get(i);
      Agreement agreement = agreements.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.2f | %s | %.2f | %s | %s |%n",
              series.name(),
              series.rate().cell("%.0f"),
              agreement.rate(),
              Figure.of(series.samples(), sample -> sample.p50() * 1e3).cell("%.2f"),
              agreement.p50(),
              series.busy().cell("%.2f"),
              agreement.verdict()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nThey agree where a client's rate is within %.0f %% and its p50 within %.0f %% of what"
                + " the target makes them: %d callers ÷ the rate.%n",
            Agreement.RATE_WITHIN * 100,
            Agreement.P50_WITHIN * 100,
            Accuracy.SHAPE.callers()));
    return text.toString();
  }
}
