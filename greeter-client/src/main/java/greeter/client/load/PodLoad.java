package greeter.client.load;

import java.time.Duration;

/**
 * What a pod did for a service.
 *
 * @param pod its name; empty: the answers that name none
 * @param failed calls that ended in an error while, or after, this pod had begun to answer
 * @param first when its first answered call was sent, from the start of the run; zero if it
 *     answered none
 * @param last when its last answer came; zero likewise
 * @param latency of its answered calls
 * @param young the same of those in the first {@link #YOUTH} of a pod that came later than {@link
 *     #LATECOMER}; of the others nothing, since the client was no older
 */
public record PodLoad(
    String pod, long failed, Duration first, Duration last, Latency latency, Latency young) {
  /** So long a pod counts as fresh. */
  public static final Duration YOUTH = Duration.ofSeconds(3);

  /** A pod that answers first so long after the start was not there before. */
  public static final Duration LATECOMER = Duration.ofSeconds(2);

  /** The name that all go by beyond as many as are told apart. */
  public static final String OTHERS = "(other pods)";

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
