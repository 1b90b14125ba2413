package greeter.client.load;

import java.time.Duration;
import java.util.OptionalLong;

/** When each call of an open loop is due. */
interface Schedule {
  /** That there is no more. */
  long OVER = Long.MAX_VALUE;

  /** When the next call is due, in nanoseconds from the start of the run; {@link #OVER}: never. */
  long next();

  /**
   * Calls at the rate at which the run then begins. They end by the warm-up's length before its
   * start, which leaves as much for the last of them to be answered. What could not be sent by then
   * is not: a client that is not warm yet would make up for its delay among the calls that count.
   */
  static Schedule warmUp(Rate rate, Duration warmup, Time time) {
    double perNano = rate.at(0) / 1e9;
    long end = -warmup.toNanos();
    return new Schedule() {
      private long calls;

      @Override
      public long next() {
        long due = Math.round(calls++ / perNano) + 2 * end;
        return perNano == 0 || due >= end || time.nanos() >= end ? OVER : due;
      }
    };
  }

  /**
   * The calls that are counted.
   *
   * @param most of them; empty: as many as the rate has
   */
  static Schedule of(Rate rate, Arrivals arrivals, OptionalLong most) {
    return new Schedule() {
      private long calls;

      @Override
      public long next() {
        return most.isPresent() && calls++ == most.getAsLong()
            ? OVER
            : rate.dueNanos(arrivals.next());
      }
    };
  }
}
