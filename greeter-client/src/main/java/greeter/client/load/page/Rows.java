package greeter.client.load.page;

import greeter.client.calls.Blame;
import greeter.client.html.Element;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Rows under one time axis: strips of a run, drawn without a script. */
final class Rows {
  /** In the units of a strip, which are stretched to its place. */
  private static final int HEIGHT = 100;

  /** What is little still shows. */
  private static final int LEAST = 18;

  private Rows() {}

  static Element row(Element label, Element drawing) {
    return Element.of("div").styled("row").add(label.styled("label"), drawing);
  }

  /**
   * A strip, as high in each slot as its count.
   *
   * @param most the count that fills its height
   * @param slots of the axis: the last may reach beyond its end
   */
  static Element strip(String style, List<Long> counts, long most, double slots) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        long height = Math.max(LEAST, HEIGHT * counts.get(i) / Math.max(1, most));
        int end = i + 1;
        while (end < counts.size() && counts.get(end).equals(counts.get(i))) {
          end++;
        }
        path.append("M%d 100V%dH%dV100Z".formatted(i, HEIGHT - height, end));
        i = end - 1;
      }
    }
    return Element.of("svg")
        .styled("strip " + style)
        .with("viewBox", String.format(Locale.ROOT, "0 0 %.4f %d", slots, HEIGHT))
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .add(Element.of("path").with("d", path.toString()));
  }

  /** The axis of all rows. */
  static Element axis(Duration end) {
    Element axis = Element.of("svg").styled("ticks").with("aria-hidden", "true");
    for (double tick : ticks(end)) {
      double part = tick / (end.toNanos() / 1e9);
      axis.add(
          Element.of("line").with("x1", percent(part)).with("x2", percent(part)).with("y2", "5"),
          Element.of("text", tick == Math.rint(tick) ? "%.0f s".formatted(tick) : tick + " s")
              .with("x", percent(part))
              .with("y", "18")
              .with("text-anchor", part < 0.02 ? "start" : part > 0.96 ? "end" : "middle"));
    }
    return row(Element.of("div"), axis);
  }

  /** Round numbers of seconds, seven at most. */
  static List<Double> ticks(Duration end) {
    double seconds = end.toNanos() / 1e9;
    double step =
        DoubleStream.of(0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600)
            .filter(s -> seconds / s <= 6.001)
            .findFirst()
            .orElse(Math.ceil(seconds / 6 / 3_600) * 3_600);
    return IntStream.rangeClosed(0, (int) (seconds / step + 1e-6))
        .mapToObj(i -> Math.round(i * step * 10) / 10.0)
        .toList();
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.3f%%", 100 * part);
  }

  static String style(Blame blame) {
    return blame.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
