package greeter.testbed.steady;

import java.util.Optional;

/**
 * What to call, and how often.
 *
 * @param target HOST:PORT
 * @param authority what the ingress routes by; empty: the target's host
 * @param rate calls in a second, over all connections
 * @param connections that share the calls, each kept for as long as the peer keeps it
 */
record SteadyOptions(String target, Optional<String> authority, int rate, int connections) {
  private static final String EXPECTED =
      "HOST:PORT [--authority HOST] [--rate 1..10000] [--connections 1..100]";

  static SteadyOptions of(String target) {
    return new SteadyOptions(target, Optional.empty(), 300, 4);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line that says what was expected
   */
  static SteadyOptions parse(String... args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      throw new IllegalArgumentException("expected: " + EXPECTED);
    }
    SteadyOptions options = of(args[0]);
    for (int i = 1; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      options =
          switch (args[i]) {
            case "--authority" -> options.withAuthority(value);
            case "--rate" -> options.withRate(number(args[i], value, 10_000));
            case "--connections" -> options.withConnections(number(args[i], value, 100));
            default ->
                throw new IllegalArgumentException(
                    "\"" + args[i] + "\" (expected: " + EXPECTED + ")");
          };
    }
    return options;
  }

  SteadyOptions withAuthority(String host) {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("--authority: \"\" (expected: a host)");
    }
    return new SteadyOptions(target, Optional.of(host), rate, connections);
  }

  SteadyOptions withRate(int rate) {
    return new SteadyOptions(target, authority, rate, connections);
  }

  SteadyOptions withConnections(int connections) {
    return new SteadyOptions(target, authority, rate, connections);
  }

  private static int number(String option, String text, int max) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(option + ": \"" + text + "\" (expected: 1.." + max + ")");
  }
}
