package greeter.testbed;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Processes that this one has started. They end with it, however it ends, unless released. */
final class Children {
  private static final long PATIENCE_SECONDS = 15;
  private static final Set<Process> OURS = ConcurrentHashMap.newKeySet();
  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll));
  }

  private Children() {}

  static Process add(Process process) {
    OURS.add(process);
    if (ending) {
      process.destroy();
    }
    return process;
  }

  /** Whether this process is about to end, and they with it. */
  static boolean ending() {
    return ending;
  }

  /** Lets those that run now outlive this process; returns their ids. */
  static List<Long> releaseAll() {
    List<Process> released = OURS.stream().filter(Process::isAlive).toList();
    released.forEach(OURS::remove);
    return released.stream().map(Process::pid).sorted().toList();
  }

  private static void endAll() {
    ending = true;
    List<Process> left = OURS.stream().filter(Process::isAlive).toList();
    left.forEach(Process::destroy);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Process process : left) {
      try {
        if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
  }
}
