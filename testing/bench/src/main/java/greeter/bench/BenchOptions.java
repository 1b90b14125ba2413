package greeter.bench;

import java.nio.file.Path;

/**
 * What to measure, and with what.
 *
 * @param rounds 1..100; in each, every client has its turn
 * @param calls of one turn, 1000..100000000
 * @param ghz the program
 */
record BenchOptions(int rounds, int calls, Path ghz) {
  /** Reads what the script passes on: {@code GHZ ROUNDS CALLS}. */
  static BenchOptions parse(String... args) {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected: GHZ ROUNDS CALLS");
    }
    return new BenchOptions(
        number("--rounds", args[1], 1, 100),
        number("--calls", args[2], 1_000, 100_000_000),
        Path.of(args[0]));
  }

  private static int number(String option, String text, int least, int most) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        option + ": \"" + text + "\" (expected: " + least + ".." + most + ")");
  }
}
