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
  private boolean over;

  private LoadProgress(PrintWriter err, Load load, boolean redraws) {
    this.err = err;
    this.load = load;
    this.redraws = redraws;
  }

  /** Progress of a load that begins now. */
  static LoadProgress of(PrintWriter err, Load load) {
    LoadProgress progress = new LoadProgress(err, load, Terminal.isOurs());
    int seconds = progress.redraws ? 1 : SECONDS_BETWEEN_LINES;
    var unused =
        progress.clock.scheduleAtFixedRate(progress::print, seconds, seconds, TimeUnit.SECONDS);
    return progress;
  }

  private synchronized void print() {
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
