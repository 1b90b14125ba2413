package greeter.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One variable of the environment: the table in the README and {@code --help} are made of these.
 *
 * @param name the variable
 * @param expected its unit and range, as an error says it
 * @param fallback what stands for it where it is not set
 * @param meaning what it does, in one line
 * @param parser empty for a value that is not as expected
 */
public record Setting<T>(
    String name,
    String expected,
    String fallback,
    String meaning,
    Function<String, Optional<T>> parser) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /**
   * The value in force.
   *
   * @throws BadSetting if it is not as expected; an empty value is a value
   */
  public T in(Map<String, String> env) {
    return parse(env.getOrDefault(name, fallback));
  }

  /**
   * The value, if the variable is set; for settings whose fallback is more than a text.
   *
   * @throws BadSetting if it is not as expected
   */
  public Optional<T> ifSet(Map<String, String> env) {
    return Optional.ofNullable(env.get(name)).map(this::parse);
  }

  T parse(String value) {
    return parser.apply(value).orElseThrow(() -> new BadSetting(name, value, expected));
  }

  static Setting<Integer> whole(String name, int min, int max, int fallback, String meaning) {
    return new Setting<>(
        name, min + ".." + max, Integer.toString(fallback), meaning, text -> whole(text, min, max));
  }

  static Setting<Duration> duration(
      String name, String min, String max, String fallback, String meaning) {
    return new Setting<>(
        name,
        min + ".." + max + ", as 500ms, 10s, 5m or 1h",
        fallback,
        meaning,
        text -> duration(text, min, max));
  }

  /** An address as digits: a name could stand for several, or for none today. */
  static Setting<InetAddress> address(String name, String fallback, String meaning) {
    return new Setting<>(name, "an IPv4 or IPv6 address", fallback, meaning, Setting::address);
  }

  static Setting<Boolean> truth(String name, boolean fallback, String meaning) {
    return new Setting<>(
        name, "true or false", Boolean.toString(fallback), meaning, Setting::truth);
  }

  private static Optional<Integer> whole(String text, int min, int max) {
    try {
      // The digits 0 to 9 alone: parseInt knows signs, and the digits of other scripts.
      int value = text.matches("[0-9]+") ? Integer.parseInt(text) : -1;
      return value < min || value > max ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> duration(String text, String min, String max) {
    return duration(text)
        .filter(value -> value.compareTo(duration(min).orElseThrow()) >= 0)
        .filter(value -> value.compareTo(duration(max).orElseThrow()) <= 0);
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return IP_LITERAL.matcher(text).matches()
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
