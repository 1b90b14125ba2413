package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs meanwhile, instead of where it would go. */
final class Logged extends Handler {
  private final Logger logger;
  private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
  private final Runnable onRecord;

  private Logged(Logger logger, Runnable onRecord) {
    this.logger = logger;
    this.onRecord = onRecord;
  }

  static Logged by(Class<?> type) {
    return by(type, () -> {});
  }

  /** Runs something at each record, too, on the thread that logs. */
  static Logged by(Class<?> type, Runnable onRecord) {
    Logged logged = new Logged(Logger.getLogger(type.getName()), onRecord);
    logged.logger.setUseParentHandlers(false);
    logged.logger.addHandler(logged);
    return logged;
  }

  LogRecord next() throws InterruptedException {
    LogRecord next = records.poll(10, SECONDS);
    if (next == null) {
      throw new AssertionError("nothing is logged");
    }
    return next;
  }

  List<LogRecord> rest() {
    List<LogRecord> rest = new ArrayList<>();
    records.drainTo(rest);
    return rest;
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
    onRecord.run();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
