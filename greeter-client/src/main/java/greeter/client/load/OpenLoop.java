package greeter.client.load;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends each call when it is told to, on one lane after the other, if there is room for it. */
final class OpenLoop implements Pacer.Sender, LoadCall.Ended {
  private final List<Lane> lanes;
  private final Workload workload;
  private final Time time;
  private final int most;
  private final Semaphore room;
  private final Records records;

  /**
   * An open loop.
   *
   * @param most calls in flight
   * @param records of what is skipped and what is late
   */
  OpenLoop(List<Lane> lanes, Workload workload, Time time, int most, Records records) {
    this.lanes = lanes;
    this.workload = workload;
    this.time = time;
    this.most = most;
    this.room = new Semaphore(most);
    this.records = records;
  }

  @Override
  public boolean send(long number, long due) {
    if (!room.tryAcquire()) {
      return false;
    }
    int work = workload.workOf(number);
    long now = time.nanos();
    records.of(due).turn(due, now);
    Lane lane = lanes.get((int) (number % lanes.size()));
    LoadCall.send(lane, work, workload.works().get(work), due, now, this);
    return true;
  }

  @Override
  public void skipped(long number, long due) {
    Recorder recorder = records.of(due);
    recorder.turn(due, time.nanos());
    recorder.skipped(workload.workOf(number), due);
  }

  @Override
  public void ended(boolean carried) {
    room.release();
  }

  /** Waits until no call is in flight; false if that takes longer. */
  boolean isOverWithin(long nanos) throws InterruptedException {
    if (!room.tryAcquire(most, nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    room.release(most);
    return true;
  }
}
