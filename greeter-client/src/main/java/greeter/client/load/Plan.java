package greeter.client.load;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How to send calls.
 *
 * @param open an open loop; empty: a closed one
 * @param concurrency of a closed loop: calls at once
 * @param duration after the warm-up; empty: until {@code calls} were sent, or the rate ends
 * @param calls after the warm-up; empty: as many as come to be
 * @param warmup calls that are not counted
 * @param connections channels that share the calls, each with a connection of its own
 * @param deadline of each call
 * @param retries attempts by a policy for UNAVAILABLE, 2 or more; empty: no policy
 * @param raw not even what gRPC sends again by itself
 * @param payloadBytes that were added to each request
 */
public record Plan(
    Optional<Open> open,
    int concurrency,
    Optional<Duration> duration,
    OptionalLong calls,
    Duration warmup,
    int connections,
    Duration deadline,
    OptionalInt retries,
    boolean raw,
    int payloadBytes) {
  /**
   * An open loop: calls are sent when they are due, whatever became of those before.
   *
   * @param rate with an end, or for so many calls without one
   * @param maxInFlight what is due beyond them is skipped
   */
  public record Open(Rate rate, Arrivals arrivals, int maxInFlight) {
    @Override
    public String toString() {
      return rate + (rate.isOne() ? "/s, " : " calls/s, ") + arrivals;
    }
  }

  /** How many calls there can be at once. */
  int mostInFlight() {
    return open.map(Open::maxInFlight).orElse(concurrency);
  }

  /** As the report repeats it. */
  Asked asked(Workload workload, Duration lasted) {
    return new Asked(
        open.map(Open::toString).orElse(concurrency == 1 ? "1 caller" : concurrency + " callers"),
        open.map(o -> o.rate().average(lasted)),
        workload.toString(),
        connections,
        mostInFlight(),
        deadline,
        payloadBytes,
        retries,
        raw);
  }
}
