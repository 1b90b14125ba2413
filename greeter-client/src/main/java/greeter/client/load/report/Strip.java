package greeter.client.load.report;

import greeter.client.load.Timeline;
import greeter.client.load.Timeline.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** The timeline as a line of text: so many columns, each as high as the calls in its time. */
final class Strip {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

  private final List<Slot> slots;
  private final int columns;

  Strip(Timeline timeline, int most) {
    slots = timeline.slots();
    columns = Math.min(most, slots.size());
  }

  int columns() {
    return columns;
  }

  /** Calls in a slot, on the average over the slots of each column. */
  double[] means(ToLongFunction<Slot> calls) {
    double[] means = new double[columns];
    for (int column = 0; column < columns; column++) {
      int from = column * slots.size() / columns;
      int to = (column + 1) * slots.size() / columns;
      means[column] =
          slots.subList(from, to).stream().mapToLong(calls).sum() / (double) (to - from);
    }
    return means;
  }

  /** What is not nothing is seen, however little it is. */
  static String drawn(double[] means, double highest) {
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      int height = (int) Math.ceil(mean / highest * HEIGHTS.length());
      line.append(
          mean > 0 ? HEIGHTS.charAt(Math.min(HEIGHTS.length(), Math.max(1, height)) - 1) : ' ');
    }
    return line.toString().stripTrailing();
  }

  static double highest(double[] means) {
    return Arrays.stream(means).max().orElse(0);
  }
}
