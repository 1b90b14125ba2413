package greeter.testbed;

import java.util.OptionalInt;

/**
 * What the demo may be told.
 *
 * @param port of the ingress; empty: a free one
 * @param keep whether the servers and the ingress go on after it
 */
record DemoOptions(OptionalInt port, boolean keep) {
  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line that says what was expected
   */
  static DemoOptions parse(String... args) {
    OptionalInt port = OptionalInt.empty();
    boolean keep = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--keep" -> keep = true;
        case "--port" -> {
          i++;
          port = OptionalInt.of(port(i < args.length ? args[i] : ""));
        }
        default ->
            throw new IllegalArgumentException(
                "\"" + args[i] + "\" (expected: --port PORT, --keep or nothing)");
      }
    }
    return new DemoOptions(port, keep);
  }

  private static int port(String text) {
    if (text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("--port: \"" + text + "\" (expected: 1..65535)");
  }
}
