package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well greeter-client load keeps to its schedule: how late a call had its turn to be sent. */
final class Schedule {
  /** Calls a second. */
  static final int RATE = 20_000;

  private static final int SECONDS = 10;

  private final Peer server;
  private final H2load h2load;
  private final GreeterLoad load;
  private final int rounds;

  /**
   * A measurement.
   *
   * @param h2load warms the server up
   */
  Schedule(Peer server, H2load h2load, GreeterLoad load, int rounds) {
    this.server = server;
    this.h2load = h2load;
    this.load = load;
    this.rounds = rounds;
  }

  /**
   * One turn.
   *
   * @param p50 seconds by which calls were sent late
   * @param p99 likewise
   * @param max likewise
   * @param busy as in {@link Sample}
   */
  record Turn(double p50, double p99, double max, double busy) {}

  record Result(int rate, List<Turn> turns) {}

  Result run() throws IOException, InterruptedException {
    List<Turn> turns = new ArrayList<>();
    try (ChildProcess process = server.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(process);
      Throughput.warmUp(h2load, server, address, Shape.FEW_CONNECTIONS, RATE);
      for (int round = 1; round <= rounds; round++) {
        System.err.printf("bench: %d calls/s, round %d of %d%n", RATE, round, rounds);
        turns.add(load.paced(address, RATE, RATE * SECONDS));
      }
    }
    return new Result(RATE, turns);
  }

  static String markdown(Result result) {
    return String.format(
        Locale.ROOT,
        "greeter-client load, an open loop of %d calls/s for %d s at hello-server on the other core,"
            + " %d rounds: how late calls were sent; medians, with least and most.%n%n"
            + "| p50, ms | p99, ms | latest, ms | its core busy |%n|---|---|---|---|%n"
            + "| %s | %s | %s | %s |%n",
        result.rate(),
        SECONDS,
        result.turns().size(),
        Figure.of(result.turns(), turn -> turn.p50() * 1e3).cell("%.3f"),
        Figure.of(result.turns(), turn -> turn.p99() * 1e3).cell("%.3f"),
        Figure.of(result.turns(), turn -> turn.max() * 1e3).cell("%.1f"),
        Figure.of(result.turns(), Turn::busy).cell("%.2f"));
  }
}
