package greeter.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One event loop's turns at handlers: counted by the loop's thread, looked at by {@link
 * LoopWatch}'s. The clock is asked by the one that looks alone: a call has five turns, and to ask
 * for each would cost it more than all else here.
 */
final class Turn {
  private static final long NONE = 0;

  final Thread thread;

  /**
   * Odd during a turn. Its one writer needs no fence: a look that comes a little late is no harm.
   */
  private final AtomicLong count = new AtomicLong(NONE);

  /** Of the turn; written before it is counted. */
  private String method = "";

  private long seen = NONE;
  private long seenAtNanos;
  private long reported = NONE;

  Turn(Thread thread) {
    this.thread = thread;
  }

  void begin(String ofMethod) {
    method = ofMethod;
    count.lazySet(count.getPlain() + 1);
  }

  void end() {
    count.lazySet(count.getPlain() + 1);
  }

  /**
   * What holds the loop at {@code now}, and held it when it was looked at before; once for each
   * turn, and empty if nothing does for too long.
   */
  Optional<LoopWatch.Held> heldAt(long now) {
    long turn = count.get();
    if (turn % 2 == 0 || turn == reported) {
      return Optional.empty();
    }
    if (turn != seen) {
      seen = turn;
      seenAtNanos = now;
      return Optional.empty();
    }
    if (now - seenAtNanos < LoopWatch.LIMIT.toNanos()) {
      return Optional.empty();
    }
    String ofMethod = method;
    List<StackTraceElement> stack = List.of(thread.getStackTrace());
    if (count.get() != turn) {
      return Optional.empty(); // it ended meanwhile: the stack is of something else
    }
    reported = turn;
    return Optional.of(new LoopWatch.Held(ofMethod, Duration.ofNanos(now - seenAtNanos), stack));
  }
}
