package greeter.client.check;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time that a check waits for, so that a test need not. */
interface Pace {
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
}
