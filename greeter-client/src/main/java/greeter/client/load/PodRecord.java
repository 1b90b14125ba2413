package greeter.client.load;

import greeter.client.load.PodLoad.Youth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What is known of a pod so far; its recorder alone touches it. */
final class PodRecord {
  private final String name;
  private final Grid grid;
  final Grid.Row answered;
  private final Histogram latency = new Histogram(Latency.DIGITS);
  private Histogram young;
  private Return back;
  private long failed;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long lastFailed = Long.MIN_VALUE;

  /**
   * The last time that it answered again after a silence.
   *
   * @param gone when its last answer before that came
   * @param from when the first call that it answered again was sent
   * @param latency of the calls that were sent in {@link PodLoad#YOUTH} from then on
   */
  private record Return(long gone, long from, Histogram latency) {
    boolean isNear(Return other) {
      return Math.abs(from - other.from) < PodLoad.YOUTH.toNanos();
    }

    Youth youth() {
      return new Youth(Duration.ofNanos(from), Latency.of(latency));
    }
  }

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
    if (first != Long.MAX_VALUE && sent - last >= PodLoad.LATECOMER.toNanos()) {
      back = new Return(last, sent, new Histogram(Latency.DIGITS));
    }
    first = Math.min(first, sent);
    last = Math.max(last, ended);
    if (back != null && isYoung(sent - back.from)) {
      back.latency.recordValue(micros);
    }
    if (first >= PodLoad.LATECOMER.toNanos() && isYoung(sent - first)) {
      if (young == null) {
        young = new Histogram(Latency.DIGITS);
      }
      young.recordValue(micros);
    }
  }

  private static boolean isYoung(long age) {
    return age >= 0 && age < PodLoad.YOUTH.toNanos();
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
    back = either(back, more.back);
  }

  /** Of two that are not the same the later, unless what only one has seen was no silence. */
  private Return either(Return one, Return other) {
    boolean isOne = one != null && wasSilent(one);
    boolean isOther = other != null && wasSilent(other);
    if (!isOne || !isOther) {
      return isOne ? one : isOther ? other : null;
    }
    boolean isFirst = one.from <= other.from;
    Return earlier = isFirst ? one : other;
    Return later = isFirst ? other : one;
    if (!one.isNear(other)) {
      return later;
    }
    earlier.latency.add(later.latency);
    return earlier;
  }

  /** Whether nobody had an answer to a call that was due meanwhile. */
  private boolean wasSilent(Return after) {
    int end = grid.slotOf(after.from);
    for (int slot = grid.slotOf(after.gone) + 1; slot < end; slot++) {
      if (answered.at(slot) > 0) {
        return false;
      }
    }
    return true;
  }

  PodLoad load() {
    boolean has = latency.getTotalCount() > 0;
    Duration firstSent = has ? Duration.ofNanos(first) : Duration.ZERO;
    List<Youth> youths = new ArrayList<>();
    if (young != null && firstSent.compareTo(PodLoad.LATECOMER) >= 0) {
      youths.add(new Youth(firstSent, Latency.of(young)));
    }
    if (back != null && wasSilent(back)) {
      youths.add(back.youth());
    }
    return new PodLoad(
        name,
        failed,
        firstSent,
        has ? Duration.ofNanos(last) : Duration.ZERO,
        Latency.of(latency),
        youths);
  }
}
