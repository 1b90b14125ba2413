package greeter.client.load;

import java.util.concurrent.locks.LockSupport;

/** The clock of a run: nanoseconds from its start, negative in the warm-up. */
interface Time {
  long nanos();

  /** Waits until then, or for less. */
  void await(long until);

  /** This machine's. */
  static Time startingIn(long nanos) {
    long start = System.nanoTime() + nanos;
    return new Time() {
      /** By so much Linux wakes threads too late. */
      private static final long WAKING = 60_000;

      /** From here on what the rest of the waking time costs is a third of a core at most. */
      private static final long WORTH_SPINNING = 3 * WAKING;

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
