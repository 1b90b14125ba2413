package greeter.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (and SIGTERM) as an interrupt of the thread that works, which then has a moment to say
 * what it knows. Java ends the process with 130 after that.
 */
final class Interrupt implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final Duration moment;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean came;

  private Interrupt(Thread worker, Duration moment) {
    this.moment = moment;
    this.hook =
        new Thread(
            () -> {
              came = true;
              worker.interrupt();
              awaitDone();
            });
  }

  /** From here on a signal interrupts the calling thread. */
  static Interrupt ofThisThread() {
    return ofThisThread(MOMENT);
  }

  /**
   * As the other.
   *
   * @param moment for the last words
   */
  static Interrupt ofThisThread(Duration moment) {
    Interrupt interrupt = new Interrupt(Thread.currentThread(), moment);
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  boolean came() {
    return came;
  }

  @Override
  public void close() {
    done.countDown();
    if (!came) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        came = true; // the signal comes just now
      }
    }
  }

  private void awaitDone() {
    try {
      boolean unused = done.await(moment.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
