package greeter.client;

import greeter.client.check.Result;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How far a run has come, in one line that is redrawn on a terminal; nothing elsewhere. */
final class Progress implements AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter terminal;
  private final int all;
  private final Optional<Duration> eta;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          tick -> {
            Thread thread = new Thread(tick, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private int done;
  private boolean over;

  private Progress(PrintWriter terminal, int all, Optional<Duration> eta) {
    this.terminal = terminal;
    this.all = all;
    this.eta = eta;
  }

  /**
   * Progress of a run that begins now.
   *
   * @param all results that are to come
   */
  static Progress of(PrintWriter err, int all, Optional<Duration> eta) {
    Progress progress = new Progress(err, all, eta);
    if (Terminal.isOurs()) {
      var unused = progress.clock.scheduleAtFixedRate(progress::print, 0, 1, TimeUnit.SECONDS);
    }
    return progress;
  }

  /** Counts it; safe for several threads. */
  synchronized void add(Result unused) {
    done++;
  }

  private synchronized void print() {
    if (!over) {
      terminal.printf(
          "%s%d of %d codes, %d s%s",
          ERASE_LINE,
          done,
          all,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
          eta.map(time -> " of up to " + time.toSeconds() + " s").orElse(""));
      terminal.flush();
    }
  }

  /** Takes the line away; nothing is drawn after that. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (!over && Terminal.isOurs()) {
      terminal.print(ERASE_LINE);
      terminal.flush();
    }
    over = true;
  }
}
