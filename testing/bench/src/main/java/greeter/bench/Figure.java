package greeter.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What all turns came to; of an even number of them the median is the lower one of two. */
record Figure(double median, double min, double max) {
  static <T> Figure of(List<T> turns, ToDoubleFunction<T> value) {
    double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
    return new Figure(sorted[(sorted.length - 1) / 2], sorted[0], sorted[sorted.length - 1]);
  }

  /** For a table: {@code MEDIAN (MIN–MAX)}, each by this format of {@link String#format}. */
  String cell(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + "–" + format + ")", median, min, max);
  }
}
