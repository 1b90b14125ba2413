package greeter.client.load;

import greeter.client.calls.Blame;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls that failed alike.
 *
 * @param at the second in which they were due, from the start of the run
 * @param pod that had begun to answer, or that refused; empty if none said its name
 * @param code gRPC's name of the status
 * @param reason the status with what came with it, in one line
 * @param calls how many, 1 or more
 */
public record Loss(
    Duration at,
    String service,
    Optional<String> pod,
    Blame blame,
    String code,
    String reason,
    long calls) {}
