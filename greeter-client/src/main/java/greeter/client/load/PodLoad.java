package greeter.client.load;

import java.time.Duration;
import java.util.List;

/**
 * What a pod did for a service.
 *
 * @param pod its name; empty: the answers that name none
 * @param failed calls that ended in an error while, or after, this pod had begun to answer
 * @param first when its first answered call was sent, from the start of the run; zero if it
 *     answered none
 * @param last when its last answer came; zero likewise
 * @param latency of its answered calls
 * @param youths when it may have been a fresh process, in the order of time
 */
public record PodLoad(
    String pod, long failed, Duration first, Duration last, Latency latency, List<Youth> youths) {
  /** So long a pod counts as fresh. */
  public static final Duration YOUTH = Duration.ofSeconds(3);

  /** A pod that answers first so long after the start was not there before. */
  public static final Duration LATECOMER = Duration.ofSeconds(2);

  /** The name that all go by beyond as many as are told apart. */
  public static final String OTHERS = "(other pods)";

  public PodLoad {
    youths = List.copyOf(youths);
  }

  /**
   * The first {@link #YOUTH} of a pod that came later than {@link #LATECOMER}, since then the
   * client was the older; and of one that came back after so long a silence, the last time it did.
   *
   * @param from when the first call that it answered, or answered again, was sent
   * @param latency of its answered calls that were sent from then on
   */
  public record Youth(Duration from, Latency latency) {
    /** Whether another is the same, as another client saw it. */
    public boolean isNear(Youth other) {
      return from.minus(other.from).abs().compareTo(YOUTH) < 0;
    }

    /** Both. */
    public Youth plus(Youth other) {
      return new Youth(
          from.compareTo(other.from) < 0 ? from : other.from, latency.plus(other.latency));
    }
  }

  /** Whether this is one pod, by its name. */
  public boolean isOne() {
    return !pod.isEmpty() && !pod.equals(OTHERS);
  }

  public long answered() {
    return latency.count();
  }

  public boolean cameLater() {
    return first.compareTo(LATECOMER) >= 0;
  }
}
