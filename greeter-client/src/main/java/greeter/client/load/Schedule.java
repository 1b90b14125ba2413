package greeter.client.load;

import java.time.Duration;
import java.util.OptionalLong;

/** When each call of an open loop is due. */
interface Schedule {
  /** That there is no more. */
  long OVER = Long.MAX_VALUE;

  /** When the next call is due, in nanoseconds from the start of the run; {@link #OVER}: never. */
  long next();

  /** Calls before the start of the run, at the rate at which it then begins. */
  static Schedule warmUp(Rate rate, Duration warmup) {
    double perNano = rate.at(0) / 1e9;
    return new Schedule() {
      private long calls;

      @Override
      public long next() {
        long due = Math.round(calls++ / perNano) - warmup.toNanos();
        return perNano == 0 || due >= 0 ? OVER : due;
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
