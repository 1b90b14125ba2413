package greeter.client.load;

import java.util.concurrent.locks.LockSupport;

/** The clock of a run: nanoseconds from its start, negative in the warm-up. */
interface Time {
  /** By so much Linux wakes threads too late. */
  long WAKING = 60_000;

  /** From here on spinning for the waking time costs a third of a core at most. */
  long WORTH_SPINNING = 3 * WAKING;

  long nanos();

  /** Waits until then, or for less. */
  void await(long until);

  /** This machine's. */
  static Time startingIn(long nanos) {
    long start = System.nanoTime() + nanos;
    return new Time() {
      @Override
      public long nanos() {
        return System.nanoTime() - start;
      }

      @Override
      public void await(long until) {
        long left = until - nanos();
        if (left <= WORTH_SPINNING) {
          LockSupport.parkNanos(this, left);
          return;
        }
        LockSupport.parkNanos(this, left - WAKING);
        while (nanos() < until && until - nanos() <= WAKING) {
          Thread.onSpinWait();
        }
      }
    };
  }
}
