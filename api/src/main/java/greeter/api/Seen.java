package greeter.api;

import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pod saw, as {@link Wire#GREETER_SEEN} says it: {@code
 * deadline-ms=997,attempt=0,served=12,cancelled=1}. No client could know it otherwise.
 *
 * @param deadline what was left of the call's deadline when the pod began with it, in whole
 *     milliseconds, 0 or more; empty if the call came with none
 * @param attempt how often the call was tried before: {@link Wire#PREVIOUS_ATTEMPTS}, 0 without it
 * @param served the calls of every method that this pod has answered since its start, with whatever
 *     status; this one is not among them
 * @param cancelled the calls of every method that ended without the pod's answer: cancelled by the
 *     caller or a proxy, past their deadline, or on a connection that broke
 */
public record Seen(Optional<Duration> deadline, int attempt, long served, long cancelled) {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:deadline-ms=(?<deadline>[0-9]{1,18}),)?"
              + "attempt=(?<attempt>[0-9]{1,9})"
              + ",served=(?<served>[0-9]{1,18})"
              + ",cancelled=(?<cancelled>[0-9]{1,18})");

  /** The value of {@link Wire#GREETER_SEEN}. */
  public String format() {
    return deadline.map(left -> "deadline-ms=" + left.toMillis() + ",").orElse("")
        + "attempt="
        + attempt
        + ",served="
        + served
        + ",cancelled="
        + cancelled;
  }

  /**
   * What a response's metadata says.
   *
   * @return empty if it says nothing, or nothing of this grammar
   */
  public static Optional<Seen> in(Metadata response) {
    return Optional.ofNullable(response.get(Wire.GREETER_SEEN)).flatMap(Seen::parse);
  }

  private static Optional<Seen> parse(String value) {
    Matcher matcher = GRAMMAR.matcher(value);
    return matcher.matches()
        ? Optional.of(
            new Seen(
                Optional.ofNullable(matcher.group("deadline"))
                    .map(Long::parseLong)
                    .map(Duration::ofMillis),
                Integer.parseInt(matcher.group("attempt")),
                Long.parseLong(matcher.group("served")),
                Long.parseLong(matcher.group("cancelled"))))
        : Optional.empty();
  }
}
