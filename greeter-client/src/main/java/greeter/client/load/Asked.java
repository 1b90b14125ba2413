package greeter.client.load;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What a run was asked to do, as its report repeats it.
 *
 * @param pace as {@code 1000/s, constant} or {@code 64 callers}
 * @param rate calls in a second that were asked for on the average; empty in a closed loop
 * @param mix the methods and their parts, as {@code Hello=3, Goodbye=1}
 * @param connections that share the calls
 * @param maxInFlight calls at once; in an open loop what is due beyond them is skipped
 * @param deadline of each call
 * @param payloadBytes that were added to each request
 * @param retries attempts at a call that ends in UNAVAILABLE; empty: one
 * @param raw that not even what gRPC sends again by itself was sent again
 */
public record Asked(
    String pace,
    Optional<Double> rate,
    String mix,
    int connections,
    int maxInFlight,
    Duration deadline,
    int payloadBytes,
    OptionalInt retries,
    boolean raw) {
  private static final String TIMES = " × ";
  private static final String PLUS = " + ";

  /** The paces of several runs, as {@link #ofSeveral} recognises them. */
  public static String paces(Map<String, Long> runsByPace) {
    return runsByPace.entrySet().stream()
        .map(pace -> (pace.getValue() > 1 ? pace.getValue() + TIMES : "") + pace.getKey())
        .collect(Collectors.joining(PLUS));
  }

  /** Whether these are several runs together; a pace of one has neither of these signs. */
  public boolean ofSeveral() {
    return pace.contains(TIMES) || pace.contains(PLUS);
  }

  /** What else than gRPC's own is sent again, in the words of the command line; mostly nothing. */
  public Optional<String> resent() {
    return raw
        ? Optional.of("--raw")
        : retries.isPresent() ? Optional.of("--retries " + retries.getAsInt()) : Optional.empty();
  }
}
