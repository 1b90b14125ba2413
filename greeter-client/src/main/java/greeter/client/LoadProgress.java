package greeter.client;

import greeter.client.load.LiveLine;
import greeter.client.load.Load;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How a load goes: one line that is redrawn on a terminal, a line now and then elsewhere. */
final class LoadProgress implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

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

  /**
   * Progress of a load that begins now. Where nothing is redrawn, the first line says that calls
   * are counted: what waits for that may go on.
   */
  static LoadProgress of(PrintWriter err, Load load, Duration warmup) {
    LoadProgress progress = new LoadProgress(err, load, Terminal.isOurs());
    Duration first = progress.redraws ? SECOND : warmup.plus(SECOND);
    Duration between = progress.redraws ? SECOND : BETWEEN_LINES;
    var unused =
        progress.clock.scheduleAtFixedRate(
            progress::print, first.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
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
