package greeter.client.load;

import java.time.Duration;
import java.util.Optional;

/**
 * A connection that carried calls of the run.
 *
 * @param channel which of the channels it belonged to, from 0: one after the other
 * @param opened from the start of the run; zero if before
 * @param ended when it could take no more calls; empty if it outlived the run
 * @param end how; {@link End#NONE} if it outlived the run
 * @param answered calls on it, those of the warm-up too
 * @param spread whether several pods of one service answered on it
 */
public record ConnectionLoad(
    int channel,
    Duration opened,
    Optional<Duration> ended,
    End end,
    long answered,
    boolean spread) {
  /** How a connection ended. */
  public enum End {
    NONE,
    /** The peer said GOAWAY. */
    GOAWAY,
    /** Without a word. */
    CUT
  }
}
