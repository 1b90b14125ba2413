package greeter.client.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers over time, in slots of one width. When a time comes that is beyond the last slot, the
 * slots double their width: so the memory for a row is bounded, however long a run is. Not for use
 * by several threads.
 */
final class Grid {
  private static final long FIRST_WIDTH = 1_000_000_000;

  private final List<Row> rows = new ArrayList<>();
  private long width = FIRST_WIDTH;
  private int used;

  /** A row of numbers. */
  static final class Row {
    private final boolean isOfMaxima;
    private int[] values = new int[0];

    private Row(boolean isOfMaxima) {
      this.isOfMaxima = isOfMaxima;
    }

    /** Adds to what is there, or keeps the larger. */
    void put(int slot, int value) {
      if (slot >= values.length) {
        values = Arrays.copyOf(values, Math.min(Timeline.MOST_SLOTS, Math.max(16, 2 * (slot + 1))));
      }
      values[slot] = merged(values[slot], value);
    }

    int at(int slot) {
      return slot < values.length ? values[slot] : 0;
    }

    private int merged(int one, int other) {
      return isOfMaxima ? Math.max(one, other) : one + other;
    }

    private void doubleWidth() {
      for (int slot = 0; slot < values.length; slot++) {
        int pair = 2 * slot;
        values[slot] = pair < values.length ? merged(at(pair), at(pair + 1)) : 0;
      }
    }
  }

  Row sums() {
    return add(new Row(false));
  }

  Row maxima() {
    return add(new Row(true));
  }

  private Row add(Row row) {
    rows.add(row);
    return row;
  }

  /** The slot of a time, in nanoseconds from the start of the run. */
  int slotOf(long nanos) {
    while (nanos / width >= Timeline.MOST_SLOTS) {
      doubleWidth();
    }
    int slot = (int) Math.max(0, nanos / width);
    used = Math.max(used, slot + 1);
    return slot;
  }

  private void doubleWidth() {
    width *= 2;
    used = (used + 1) / 2;
    rows.forEach(Row::doubleWidth);
  }

  /** Brings two to one width, the wider. */
  static void align(Grid one, Grid other) {
    while (one.width < other.width) {
      one.doubleWidth();
    }
    while (other.width < one.width) {
      other.doubleWidth();
    }
    one.used = Math.max(one.used, other.used);
  }

  /** Adds a row of a grid of the same width. */
  void add(Row to, Row from) {
    for (int slot = 0; slot < from.values.length; slot++) {
      if (from.values[slot] != 0) {
        to.put(slot, from.values[slot]);
      }
    }
  }

  /** Of a slot, in nanoseconds. */
  long width() {
    return width;
  }

  /** Slots up to the last that holds something. */
  int used() {
    return used;
  }
}
