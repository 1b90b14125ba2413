package greeter.client.load;

import java.util.List;

/**
 * The record of the calls that count, and one of the warm-up's, which nobody reads: a JVM that had
 * kept none before would compile that code among the calls that count, and send them late.
 */
final class Records {
  private final Recorder[] byTime;

  /**
   * Records that hold nothing yet.
   *
   * @param begin of the warm-up, in nanoseconds from the start of the run: zero or less
   */
  Records(List<Work> works, long begin) {
    byTime = new Recorder[] {new Recorder(works), new Recorder(works, begin)};
  }

  /**
   * Of a call that was due then. By the sign and not by an if, since what a JVM compiles in the
   * warm-up has no place for a branch that it has not taken yet.
   */
  Recorder of(long due) {
    return byTime[(int) (due >>> (Long.SIZE - 1))];
  }

  /** Of the calls that count. */
  Recorder counted() {
    return byTime[0];
  }
}
