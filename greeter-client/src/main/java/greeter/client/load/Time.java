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

  /** Now is the start. */
  void restart();

  /** This machine's. */
  static Time startingIn(long nanos) {
    return new Time() {
      private volatile long start = System.nanoTime() + nanos;

      @Override
      public long nanos() {
        return System.nanoTime() - start;
      }

      @Override
      public void restart() {
        start = System.nanoTime();
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
