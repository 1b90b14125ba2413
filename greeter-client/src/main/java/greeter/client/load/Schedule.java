package greeter.client.load;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * When each call of an open loop is due. Of one kind for the warm-up and for the run: a JVM
 * compiles another kind when it comes, and is late meanwhile.
 */
final class Schedule {
  /** That there is no more. */
  static final long OVER = Long.MAX_VALUE;

  private final Rate rate;
  private final Arrivals arrivals;
  private final long most;
  private final long begin;
  private final long end;
  private final BooleanSupplier tooLate;
  private long calls;

  private Schedule(
      Rate rate, Arrivals arrivals, long most, long begin, long end, BooleanSupplier tooLate) {
    this.rate = rate;
    this.arrivals = arrivals;
    this.most = most;
    this.begin = begin;
    this.end = end;
    this.tooLate = tooLate;
  }

  /**
   * Calls at the rate at which the run then begins. They end by the warm-up's length before its
   * start, which leaves as much for the last of them to be answered. What could not be sent by then
   * is not: a client that is not warm yet would make up for its delay among the calls that count.
   */
  static Schedule warmUp(Rate rate, Duration warmup, Time time) {
    long end = -warmup.toNanos();
    long most = rate.at(0) == 0 ? 0 : Long.MAX_VALUE;
    return new Schedule(
        rate.first(), Arrivals.constant(), most, 2 * end, end, () -> time.nanos() >= end);
  }

  /**
   * The calls that are counted.
   *
   * @param most of them; empty: as many as the rate has
   */
  static Schedule of(Rate rate, Arrivals arrivals, OptionalLong most) {
    return new Schedule(rate, arrivals, most.orElse(Long.MAX_VALUE), 0, OVER, () -> false);
  }

  /** When the next call is due, in nanoseconds from the start of the run; {@link #OVER}: never. */
  long next() {
    if (calls++ >= most || tooLate.getAsBoolean()) {
      return OVER;
    }
    long due = begin + rate.dueNanos(arrivals.next());
    return due < end ? due : OVER;
  }
}
