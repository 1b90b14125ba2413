package greeter.client.load;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** So many callers, each of which sends its next call when the last has ended. */
final class ClosedLoop implements AutoCloseable {
  /** A caller whose call found no connection waits for so long, or it would do nothing else. */
  private static final long PAUSE_MILLIS = 10;

  private final List<Lane> lanes;
  private final Workload workload;
  private final Time time;
  private final long endNanos;
  private final OptionalLong calls;
  private final AtomicLong taken = new AtomicLong();
  private final CountDownLatch callers;
  private final ScheduledExecutorService pauses =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pauses");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean stopped;

  /**
   * A closed loop.
   *
   * @param endNanos after which no call is sent
   * @param calls that are counted; empty: as many as come to be
   */
  ClosedLoop(
      List<Lane> lanes,
      Workload workload,
      Time time,
      int concurrency,
      long endNanos,
      OptionalLong calls) {
    this.lanes = lanes;
    this.workload = workload;
    this.time = time;
    this.endNanos = endNanos;
    this.calls = calls;
    this.callers = new CountDownLatch(concurrency);
  }

  void start() {
    long all = callers.getCount();
    for (int i = 0; i < all; i++) {
      new Caller(lanes.get(i % lanes.size()), i).next();
    }
  }

  /** Waits until no call is sent any more and none is in flight; false if that takes longer. */
  boolean isOverWithin(long nanos) throws InterruptedException {
    return callers.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** No call is sent any more. */
  void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    pauses.shutdownNow();
  }

  private final class Caller implements LoadCall.Ended {
    private final Lane lane;

    /** Others begin elsewhere in the mix, so that its parts are right at any time. */
    private long number;

    Caller(Lane lane, int number) {
      this.lane = lane;
      this.number = number;
    }

    void next() {
      long now = time.nanos();
      if (stopped || now >= endNanos || (now >= 0 && isLast())) {
        callers.countDown();
        return;
      }
      int work = workload.workOf(number++);
      LoadCall.send(lane, work, workload.works().get(work), now, now, this);
    }

    private boolean isLast() {
      return calls.isPresent() && taken.getAndIncrement() >= calls.getAsLong();
    }

    @Override
    public void ended(boolean carried) {
      if (carried) {
        next();
      } else {
        var unused = pauses.schedule(this::next, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }
}
