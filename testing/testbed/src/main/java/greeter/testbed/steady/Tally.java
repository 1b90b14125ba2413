package greeter.testbed.steady;

import greeter.api.Wire;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts the calls of one phase. A call belongs to the phase in which it was sent. */
final class Tally {
  private final String phase;
  private final Instant start;
  private final Set<String> pods = new TreeSet<>();
  private final Map<Loss, Long> losses = new TreeMap<>();
  private Instant lastSent;
  private Duration slowest = Duration.ZERO;
  private long sent;
  private long ended;
  private long replayed;

  /**
   * Calls that were lost alike.
   *
   * @param second in which they were sent
   * @param pod that ended them; empty if no pod says that it did
   */
  record Loss(Instant second, String service, Optional<String> pod, String reason)
      implements Comparable<Loss> {
    private static final Comparator<Loss> ORDER =
        Comparator.comparing(Loss::second)
            .thenComparing(Loss::service)
            .thenComparing(loss -> loss.pod.orElse(""))
            .thenComparing(Loss::reason);

    @Override
    public int compareTo(Loss other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What a phase came to.
   *
   * @param lasted from its begin to its last call
   * @param replayed calls that gRPC sent again by itself, because no server had seen them yet
   * @param slowest of the answered calls, from the time at which it was to be sent
   * @param pods that answered
   */
  record Summary(
      String phase,
      Instant start,
      Duration lasted,
      long calls,
      long replayed,
      Duration slowest,
      Set<String> pods,
      Map<Loss, Long> losses) {
    long lost() {
      return losses.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  Tally(String phase, Instant start) {
    this.phase = phase;
    this.start = start;
    this.lastSent = start;
  }

  synchronized void sent(Instant at) {
    sent++;
    lastSent = at;
  }

  synchronized void replayed() {
    replayed++;
  }

  synchronized void answered(Optional<String> pod, Duration took) {
    pod.ifPresent(pods::add);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    end();
  }

  synchronized void lost(Instant sent, String service, Optional<String> pod, Status status) {
    losses.merge(
        new Loss(sent.truncatedTo(ChronoUnit.SECONDS), service, pod, reason(status)),
        1L,
        Long::sum);
    end();
  }

  /** Waits until each call has ended; no more may be sent by then. */
  synchronized Summary await() throws InterruptedException {
    while (ended < sent) {
      wait();
    }
    return new Summary(
        phase,
        start,
        Duration.between(start, lastSent),
        sent,
        replayed,
        slowest,
        Set.copyOf(pods),
        new TreeMap<>(losses));
  }

  private void end() {
    ended++;
    notifyAll();
  }

  /** Fit for a line, and alike where only times and sizes differ. */
  private static String reason(Status status) {
    String description = Optional.ofNullable(status.getDescription()).orElse("");
    String line =
        Wire.printable(
            description.lines().findFirst().orElse("").replaceAll("\\d+\\.\\d+|\\d{4,}", "N"));
    return status.getCode()
        + (line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), 160)));
  }
}
