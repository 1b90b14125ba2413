package greeter.client.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends calls when they are due, whatever became of those before. */
final class Pacer {
  /** What sends. */
  interface Sender {
    /**
     * Sends a call.
     *
     * @param number from 0, the warm-up's among them
     * @return whether it was sent; it is not while too many are in flight
     */
    boolean send(long number, long due);

    /** A call that was not sent. */
    void skipped(long number, long due);
  }

  /** Calls that are sent in one go; answers wait meanwhile. */
  private static final int FEW = 64;

  private final Schedule schedule;
  private final Time time;
  private final long patienceNanos;
  private long number;

  /**
   * A pacer.
   *
   * @param patienceNanos a call that is so late is skipped: nobody waits for it any more
   */
  Pacer(Schedule schedule, Time time, long patienceNanos) {
    this.schedule = schedule;
    this.time = time;
    this.patienceNanos = patienceNanos;
  }

  /**
   * Sends until there is no more, on this thread.
   *
   * @return whether all was due; false if an interrupt came first
   */
  boolean run(Sender sender) {
    for (long next = schedule.next(); next != Schedule.OVER; next = schedule.next()) {
      for (long now = time.nanos(); now < next; now = time.nanos()) {
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
        time.await(next);
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      turn(sender, next);
    }
    return true;
  }

  /**
   * As {@link #run}, but on the event loop that carries the calls, while this thread waits. Where
   * there is one processor, a thread beside the loop has its turn when the loop's time slice ends:
   * milliseconds late.
   */
  boolean runOn(ScheduledExecutorService loop, Sender sender) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    loop.execute(() -> step(loop, sender, schedule.next(), over));
    try {
      over.get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over.cancel(false);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a step catches no other
    }
  }

  /** Sends what is due, and comes again when the next is. */
  private void step(
      ScheduledExecutorService loop, Sender sender, long first, CompletableFuture<Void> over) {
    try {
      long next = first;
      for (int few = 0; few < FEW && next <= time.nanos() && !over.isDone(); few++) {
        turn(sender, next);
        next = schedule.next();
      }
      if (next == Schedule.OVER) {
        over.complete(null);
      } else if (!over.isDone()) {
        long due = next;
        var unused =
            loop.schedule(
                () -> step(loop, sender, due, over), due - time.nanos(), TimeUnit.NANOSECONDS);
      }
    } catch (RuntimeException | Error e) {
      over.completeExceptionally(e);
    }
  }

  private void turn(Sender sender, long due) {
    if (time.nanos() - due > patienceNanos || !sender.send(number, due)) {
      sender.skipped(number, due);
    }
    number++;
  }
}
