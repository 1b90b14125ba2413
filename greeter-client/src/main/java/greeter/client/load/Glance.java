package greeter.client.load;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run goes just now.
 *
 * @param at from the start of the run; negative in the warm-up
 * @param end when it is to end; empty: after a number of calls
 * @param interrupted whether nothing is sent any more since somebody would not wait for the end
 * @param asked calls in a second that are due now; empty in a closed loop
 * @param answered calls in a second since the last glance
 * @param recent of the calls that were answered since the last glance
 * @param failed in all
 * @param skipped in all
 * @param pods that answered since the last glance
 */
public record Glance(
    Duration at,
    Optional<Duration> end,
    boolean interrupted,
    Optional<Double> asked,
    double answered,
    Latency recent,
    long failed,
    long skipped,
    int pods) {}
