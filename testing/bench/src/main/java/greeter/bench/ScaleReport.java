package greeter.bench;

import java.util.Locale;

/** What changes with one thing at a time, as Markdown. */
final class ScaleReport {
  private ScaleReport() {}

  static String markdown(Scale.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "SayHello of hello-server on one core, warm, by h2load on the other, %d rounds: medians,"
                + " with least and most. 1 is the best of each"
                + " kind but for what is at h2load's limit.%n%n",
            result.sweeps().get(0).points().get(0).turns().size()));
    text.append(
        "| what changes | | calls/s | of the best | h2load's core busy |\n|---|---|---|---|---|\n");
    for (Scale.Sweep sweep : result.sweeps()) {
      double best =
          sweep.points().stream()
              .filter(point -> !point.isVoid())
              .mapToDouble(point -> point.rate().median())
              .max()
              .orElse(Double.NaN);
      String what = sweep.of() + " (" + sweep.fixed() + ")";
      for (Scale.Point point : sweep.points()) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %s%s | %.2f | %s |%n",
                what,
                point.at(),
                point.rate().cell("%.0f"),
                point.isVoid() ? ", at h2load's limit" : "",
                point.rate().median() / best,
                point.busy().cell("%.2f")));
        what = "";
      }
    }
    return text.toString();
  }
}
