package greeter.client.load;

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

  private final Schedule schedule;
  private final Time time;
  private final long patienceNanos;

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
   * Sends until there is no more.
   *
   * @return whether all was due; false if an interrupt came first
   */
  boolean run(Sender sender) {
    long number = 0;
    for (long due = schedule.next(); due != Schedule.OVER; due = schedule.next()) {
      long now = time.nanos();
      for (; now < due && !Thread.currentThread().isInterrupted(); now = time.nanos()) {
        time.await(due);
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (now - due > patienceNanos || !sender.send(number, due)) {
        sender.skipped(number, due);
      }
      number++;
    }
    return true;
  }
}
