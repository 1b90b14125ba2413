package greeter.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One event loop's turn at a handler: written by the loop's thread, read by {@link LoopWatch}'s.
 */
final class Turn {
  private static final long IDLE = 0;

  final Thread thread;
  private volatile long since = IDLE;
  private volatile String method = "";
  private long reported = IDLE;

  Turn(Thread thread) {
    this.thread = thread;
  }

  void begin(String ofMethod) {
    method = ofMethod;
    since = System.nanoTime() | 1; // never IDLE
  }

  void end() {
    since = IDLE;
  }

  /** What holds the loop at {@code now}, once for each turn; empty if nothing does for too long. */
  Optional<LoopWatch.Held> heldAt(long now) {
    long start = since;
    if (start == IDLE || start == reported || now - start < LoopWatch.LIMIT.toNanos()) {
      return Optional.empty();
    }
    List<StackTraceElement> stack = List.of(thread.getStackTrace());
    if (since != start) {
      return Optional.empty(); // it ended meanwhile: the stack is of something else
    }
    reported = start;
    return Optional.of(new LoopWatch.Held(method, Duration.ofNanos(now - start), stack));
  }
}
