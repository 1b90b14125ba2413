package greeter.client.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** What is known of a pod so far; its recorder alone touches it. */
final class PodRecord {
  private final String name;
  private final Grid grid;
  final Grid.Row answered;
  private final Histogram latency = new Histogram(Latency.DIGITS);
  private Histogram young;
  private long failed;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long lastFailed = Long.MIN_VALUE;

  PodRecord(String name, Grid grid) {
    this.name = name;
    this.grid = grid;
    this.answered = grid.sums();
  }

  /**
   * A call that was answered.
   *
   * @param slot in which it was due
   * @param micros from when it was due until then
   */
  void answered(int slot, long sent, long ended, long micros) {
    answered.put(slot, 1);
    latency.recordValue(micros);
    first = Math.min(first, sent);
    last = Math.max(last, ended);
    if (first >= PodLoad.LATECOMER.toNanos() && sent - first < PodLoad.YOUTH.toNanos()) {
      if (young == null) {
        young = new Histogram(Latency.DIGITS);
      }
      young.recordValue(micros);
    }
  }

  /**
   * A call that ended in an error.
   *
   * @param due when it was
   */
  void failed(long due) {
    failed++;
    lastFailed = Math.max(lastFailed, due);
  }

  /** Whether it has answered since then, or a call that was due since then failed here. */
  boolean spokeSince(long nanos) {
    return last >= nanos || lastFailed >= nanos;
  }

  void add(PodRecord more) {
    grid.add(answered, more.answered);
    latency.add(more.latency);
    failed += more.failed;
    first = Math.min(first, more.first);
    last = Math.max(last, more.last);
    if (more.young != null) {
      if (young == null) {
        young = new Histogram(Latency.DIGITS);
      }
      young.add(more.young);
    }
  }

  PodLoad load() {
    boolean has = latency.getTotalCount() > 0;
    Duration firstSent = has ? Duration.ofNanos(first) : Duration.ZERO;
    boolean cameLater = firstSent.compareTo(PodLoad.LATECOMER) >= 0;
    return new PodLoad(
        name,
        failed,
        firstSent,
        has ? Duration.ofNanos(last) : Duration.ZERO,
        Latency.of(latency),
        young == null || !cameLater ? Latency.NONE : Latency.of(young));
  }
}
