package greeter.client.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who answered: a bar for each pod, how its share compares with the expected one, under one scale.
 * Numbers stand beside each bar, so it adds nothing for those who do not see it.
 */
public final class Bars {
  private static final double LEAST_SCALE = 1.5;
  private static final double MOST_SCALE = 4;

  private Bars() {}

  /**
   * A row.
   *
   * @param name of the pod, from the wire
   * @param count of its calls
   * @param share of all, 0..1
   * @param expected share, 0..1
   * @param low lower end of the interval of share/expected
   * @param high its upper end
   * @param more cells, one for each further column
   */
  public record Row(
      String name,
      long count,
      double share,
      double expected,
      double low,
      double high,
      List<String> more) {
    public Row {
      more = List.copyOf(more);
    }

    private double ratio() {
      return share / expected;
    }
  }

  /**
   * The table.
   *
   * @param caption as {@link Table}'s
   * @param counted what is: calls or connections
   * @param tolerance of share/expected, drawn as a band around 1; 0 draws none
   * @param more headings of further columns
   */
  public static Element of(
      String caption, String counted, double tolerance, List<Row> rows, List<String> more) {
    double scale =
        Math.min(
            MOST_SCALE,
            rows.stream()
                .filter(row -> row.expected() > 0)
                .mapToDouble(row -> 1.05 * Math.max(row.ratio(), row.high()))
                .reduce(LEAST_SCALE, Math::max));
    Table table =
        new Table(caption)
            .column(
                Element.of("th")
                    .add(
                        Element.of("span")
                            .styled("pod")
                            .add(Element.of("span", "pod").styled("name"), axis(scale))),
                false)
            .number(counted)
            .number("share")
            .number("expected")
            .number("ratio")
            .number("interval");
    more.forEach(table::number);
    for (Row row : rows) {
      boolean any = row.expected() > 0;
      List<Element> cells = new ArrayList<>();
      cells.add(
          Element.of("span")
              .styled("pod")
              .add(
                  Element.of("span").styled("name").wire(row.name()),
                  any ? bar(row, scale, tolerance) : Element.of("span")));
      cells.add(Element.of("span", Words.count(row.count())));
      cells.add(Element.of("span", percent(row.share())));
      cells.add(Element.of("span", any ? percent(row.expected()) : "none"));
      cells.add(Element.of("span", any ? "%.2f".formatted(row.ratio()) : ""));
      cells.add(Element.of("span", any ? "%.2f \u2026 %.2f".formatted(row.low(), row.high()) : ""));
      row.more().forEach(cell -> cells.add(Element.of("span", cell)));
      table.row(cells);
    }
    return table.element();
  }

  private static Element axis(double scale) {
    Element axis = drawing("axis");
    for (double at : new double[] {0, 1, 2, 3, 4}) {
      if (at < scale * 0.95) {
        axis.add(
            Element.of("text", at == 1 ? "as expected" : "%.0f\u00d7".formatted(at))
                .with("x", percentOf(at / scale))
                .with("y", "14")
                .with("text-anchor", at == 0 ? "start" : "middle"));
      }
    }
    return axis;
  }

  private static Element bar(Row row, double scale, double tolerance) {
    Element bar = drawing("bar");
    if (tolerance > 0) {
      bar.add(rect("band", (1 - tolerance) / scale, (1 + tolerance) / scale, "0", "100%"));
    }
    bar.add(rect("value", 0, row.ratio() / scale, "25%", "50%"));
    bar.add(line("even", 1 / scale, 1 / scale, "0", "100%"));
    bar.add(line("interval", row.low() / scale, row.high() / scale, "50%", "50%"));
    for (double end : new double[] {row.low() / scale, row.high() / scale}) {
      bar.add(line("interval", end, end, "35%", "65%"));
    }
    return bar;
  }

  private static Element drawing(String style) {
    return Element.of("svg").styled(style).with("aria-hidden", "true");
  }

  private static Element rect(String style, double from, double to, String y, String height) {
    return Element.of("rect")
        .styled(style)
        .with("x", percentOf(from))
        .with("width", percentOf(Math.max(0, Math.min(1, to) - from)))
        .with("y", y)
        .with("height", height);
  }

  private static Element line(String style, double from, double to, String y1, String y2) {
    return Element.of("line")
        .styled(style)
        .with("x1", percentOf(from))
        .with("x2", percentOf(to))
        .with("y1", y1)
        .with("y2", y2);
  }

  private static String percentOf(double part) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * Math.max(0, Math.min(1, part)));
  }

  private static String percent(double share) {
    return "%.1f %%".formatted(100 * share);
  }
}
