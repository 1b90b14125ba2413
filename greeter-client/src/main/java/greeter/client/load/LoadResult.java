package greeter.client.load;

import greeter.client.check.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run came to, frozen: all that reports and verdicts need. Times in it are from its start,
 * which is the end of the warm-up.
 *
 * @param lasted until the last call was due; answers may have come later
 * @param interrupted whether it was ended before its time
 * @param services in the order of the mix
 * @param losses in the order of their seconds, {@link #MOST_LOSSES} at most
 * @param lossesNotListed calls that failed in ways beyond these
 * @param connections in the order in which they were opened, {@link #MOST_CONNECTIONS} at most
 * @param connectionsNotListed those beyond
 */
public record LoadResult(
    String target,
    Asked asked,
    Instant start,
    Duration lasted,
    boolean interrupted,
    List<ServiceLoad> services,
    Timeline timeline,
    List<Loss> losses,
    long lossesNotListed,
    List<ConnectionLoad> connections,
    long connectionsNotListed,
    Generator generator) {
  public static final int MOST_LOSSES = 10_000;
  public static final int MOST_CONNECTIONS = 10_000;

  public LoadResult {
    services = List.copyOf(services);
    losses = List.copyOf(losses);
    connections = List.copyOf(connections);
  }

  /** What is to be said after a grade: a run that was interrupted may yet have failed. */
  public String soFar(Grade grade) {
    return interrupted && grade == Grade.PASS ? " so far" : "";
  }

  /** Of all services. */
  public Counts counts() {
    return services.stream().map(ServiceLoad::counts).reduce(Counts.NONE, Counts::plus);
  }

  /** Of all services. */
  public Latency latency() {
    return services.stream().map(ServiceLoad::latency).reduce(Latency.NONE, Latency::plus);
  }

  /**
   * The time within which so many of the calls that were due were answered. Those that failed or
   * were never sent were not.
   *
   * @param percentile 0..100
   * @return empty if not so many were answered
   */
  public Optional<Duration> answeredWithin(double percentile) {
    long answered = latency().count();
    double ofAnswered = percentile * counts().intended() / answered;
    if (answered == 0 || ofAnswered > 100) {
      return Optional.empty();
    }
    return Optional.of(ofAnswered == 100 ? latency().max() : latency().at(ofAnswered));
  }

  /**
   * Calls that were due in a second, which a random schedule makes only on the average as asked.
   */
  public double due() {
    return counts().intended() / seconds();
  }

  /** Answered calls in a second. */
  public double throughput() {
    return counts().answered() / seconds();
  }

  private double seconds() {
    return Math.max(1e-9, lasted.toNanos() / 1e9);
  }
}
