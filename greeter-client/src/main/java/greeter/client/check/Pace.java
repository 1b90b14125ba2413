package greeter.client.check;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The time that a check waits for, so that a test need not. */
interface Pace {
  Duration POLL = Duration.ofMillis(5);

  /** This machine's. */
  Pace REAL =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
      };

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Returns when so much time has passed. */
  void pause(Duration time) throws InterruptedException;

  /** Waits for what nobody signals; whether it has come within that time. */
  default boolean await(Duration time, BooleanSupplier condition) throws InterruptedException {
    long begin = nanoTime();
    while (!condition.getAsBoolean()) {
      if (nanoTime() - begin > time.toNanos()) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }
}
