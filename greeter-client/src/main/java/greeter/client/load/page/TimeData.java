package greeter.client.load.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import greeter.client.load.Heat;
import greeter.client.load.LoadResult;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the plots of the run over time are drawn from. */
final class TimeData {
  private final List<Slot> slots;
  private final double slot;
  private final Duration end;

  /**
   * Of a run.
   *
   * @param end of the axis
   */
  TimeData(LoadResult result, Duration end) {
    this.slots = result.timeline().slots();
    this.slot = result.timeline().slot().toNanos() / 1e9;
    this.end = end;
  }

  JsonObject json() {
    JsonObject data = new JsonObject();
    data.addProperty("slot", slot);
    data.addProperty("end", end.toNanos() / 1e9);
    JsonArray ticks = new JsonArray();
    Rows.ticks(end).forEach(ticks::add);
    data.add("ticks", ticks);
    data.addProperty("worst", worst());
    JsonArray due = new JsonArray();
    JsonArray answered = new JsonArray();
    JsonArray heat = new JsonArray();
    for (int i = 0; i < slots.size(); i++) {
      double length = Math.min(slot, end.toNanos() / 1e9 - i * slot);
      Slot of = slots.get(i);
      due.add(tenth((of.answeredByAll() + of.failedByAll() + of.skipped()) / length));
      answered.add(tenth(of.answeredByAll() / length));
      for (int bucket = 0; bucket < of.heat().size(); bucket++) {
        if (of.heat().get(bucket) > 0) {
          JsonArray field = new JsonArray();
          field.add(i);
          field.add(bucket);
          field.add(of.heat().get(bucket));
          heat.add(field);
        }
      }
    }
    data.add("due", due);
    data.add("answered", answered);
    data.add("heat", heat);
    JsonArray steps = new JsonArray();
    for (int bucket = 0; bucket < Heat.BUCKETS; bucket++) {
      steps.add(Heat.from(bucket).toNanos() / 1e6);
    }
    data.add("steps", steps);
    return data;
  }

  /** The slot to look at first: where most calls failed or were never sent. */
  private int worst() {
    return IntStream.range(0, slots.size())
        .boxed()
        .max(
            Comparator.comparingLong(
                    (Integer i) -> slots.get(i).failedByAll() + slots.get(i).skipped())
                .thenComparing(Comparator.reverseOrder()))
        .orElse(0);
  }

  private static double tenth(double number) {
    return Math.round(number * 10) / 10.0;
  }
}
