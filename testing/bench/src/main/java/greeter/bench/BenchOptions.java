package greeter.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What to measure, and with what.
 *
 * @param rounds 1..100; in each, everything that is compared has its turn
 * @param calls of one turn, 1000..100000000
 * @param ghz the program
 * @param peers the folder of what {@code testing/bench/peers/build} builds
 * @param cpp the version of gRPC C++ there
 * @param rows what is measured
 */
record BenchOptions(int rounds, int calls, Path ghz, Path peers, String cpp, List<Row> rows) {
  BenchOptions {
    rows = List.copyOf(rows);
  }

  /** Reads what the script passes on: {@code ROUNDS CALLS GHZ PEERS CPP ROW...}. */
  static BenchOptions parse(String... args) {
    if (args.length < 6) {
      throw new IllegalArgumentException("expected: ROUNDS CALLS GHZ PEERS CPP ROW...");
    }
    return new BenchOptions(
        number("--rounds", args[0], 1, 100),
        number("--calls", args[1], 1_000, 100_000_000),
        Path.of(args[2]),
        Path.of(args[3]),
        args[4],
        List.of(args).subList(5, args.length).stream().map(Row::named).toList());
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
