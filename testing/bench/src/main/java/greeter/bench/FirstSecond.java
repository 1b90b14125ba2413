package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the calls of each server's first second take, on one core at one steady rate, and how
 * long they take when it is warm. The servers take turns, each from its start.
 */
final class FirstSecond {
  /** Calls in a second: as an ingress gives them to a pod that is new. */
  private static final int RATE = 5_000;

  /** All of them may be under way at once: none waits for another to be sent. */
  private static final Shape ALL_AT_ONCE = new Shape(50, 100, "SayHello", 1);

  private final H2load h2load;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param calls to warm up with, at a time
   */
  FirstSecond(H2load h2load, int rounds, int calls) {
    this.h2load = h2load;
    this.rounds = rounds;
    this.calls = calls;
  }

  /** One turn. */
  record Turn(H2load.Times first, H2load.Times warm) {
    double ratio() {
      return first.p99() / warm.p99();
    }
  }

  /** The turns of one server. */
  record Turns(String server, List<Turn> turns) {
    Figure busy() {
      return Figure.of(turns, turn -> Math.max(turn.first().busy(), turn.warm().busy()));
    }
  }

  record Result(List<Turns> servers) {
    /** Whether h2load was the limit nowhere. */
    boolean holds() {
      return servers.stream().noneMatch(server -> Agreement.isVoid(server.busy()));
    }
  }

  Result run(List<Peer> servers) throws IOException, InterruptedException {
    Map<String, List<Turn>> turns = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Peer server : servers) {
        System.err.printf(
            "bench: first second, round %d of %d, %s%n", round, rounds, server.name());
        turns.computeIfAbsent(server.name(), name -> new ArrayList<>()).add(turn(server));
      }
    }
    return new Result(
        turns.entrySet().stream().map(e -> new Turns(e.getKey(), e.getValue())).toList());
  }

  private Turn turn(Peer server) throws IOException, InterruptedException {
    try (ChildProcess process = server.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(process);
      H2load.Times first = second(address);
      Throughput.warmUp(h2load, server, address, Shape.FEW_CONNECTIONS, calls);
      return new Turn(first, second(address));
    }
  }

  private H2load.Times second(String address) throws IOException, InterruptedException {
    return h2load.paced(address, ALL_AT_ONCE, RATE, RATE);
  }

  static String markdown(Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "SayHello at %d calls/s over %d connections, in the first second that a server serves and"
                + " in one after %s; rounds: %d. Medians, with least and most.%n%n",
            RATE,
            ALL_AT_ONCE.connections(),
            Peer.WARM_UPS,
            result.servers().get(0).turns().size()));
    text.append(
        "| server | p50 at first, ms | p99 at first, ms | all answered after, s | p99 warm, ms"
            + " | the p99s' ratio | h2load's core busy, at most |\n|---|---|---|---|---|---|---|\n");
    for (Turns server : result.servers()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s | %s |%n",
              server.server(),
              Figure.of(server.turns(), turn -> turn.first().p50() * 1e3).cell("%.2f"),
              Figure.of(server.turns(), turn -> turn.first().p99() * 1e3).cell("%.2f"),
              Figure.of(server.turns(), turn -> turn.first().lasted()).cell("%.2f"),
              Figure.of(server.turns(), turn -> turn.warm().p99() * 1e3).cell("%.2f"),
              Agreement.isVoid(server.busy())
                  ? "void: h2load was the limit"
                  : Figure.of(server.turns(), Turn::ratio).cell("%.1f"),
              server.busy().cell("%.2f")));
    }
    return text.toString();
  }
}
