package greeter.client;

import greeter.client.load.LiveLine;
import greeter.client.load.Load;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a load goes: one line that is redrawn on a terminal, a line now and then elsewhere. */
final class LoadProgress implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final int SECONDS_BETWEEN_LINES = 10;

  private final PrintWriter err;
  private final Load load;
  private final boolean redraws;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          tick -> {
            Thread thread = new Thread(tick, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int counted;
  private boolean over;

  private LoadProgress(PrintWriter err, Load load, boolean redraws) {
    this.err = err;
    this.load = load;
    this.redraws = redraws;
  }

  /**
   * Progress of a load that begins now. Where nothing is redrawn, the first line says that calls
   * are counted: what waits for that may go on.
   */
  static LoadProgress of(PrintWriter err, Load load) {
    LoadProgress progress = new LoadProgress(err, load, Terminal.isOurs());
    var unused = progress.clock.scheduleAtFixedRate(progress::tick, 1, 1, TimeUnit.SECONDS);
    return progress;
  }

  private synchronized void tick() {
    if (!redraws) {
      // Of a whole second at least.
      counted += load.counts() ? 1 : 0;
      if (counted % SECONDS_BETWEEN_LINES != 2) {
        return;
      }
    }
    if (!over) {
      String line = LiveLine.of(load.glance());
      err.print(redraws ? ERASE_LINE + line : line + System.lineSeparator());
      err.flush();
    }
  }

  /** Takes the line away; nothing is drawn after that. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (redraws) {
      err.print(ERASE_LINE);
      err.flush();
    }
    over = true;
  }
}
