package greeter.client.check;

import java.time.Duration;

/**
 * The end of several waits, one after the other, that are to take no longer than one: a pod that
 * hangs keeps many waiting.
 *
 * @param nanos by {@link System#nanoTime}, since an answer takes this machine's time
 */
record Until(long nanos) {
  static Until after(Duration time) {
    return new Until(System.nanoTime() + time.toNanos());
  }

  /** What is left of it; zero, if nothing is. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
