package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many calls each server answers on one core, warm. h2load has another core, and the servers
 * take turns: in each round every one of them is started, warmed up and measured once.
 */
final class Throughput {
  private final List<Peer> peers;
  private final H2load h2load;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param peers the first of them is what the others are compared with
   * @param calls that are measured in a round
   */
  Throughput(List<Peer> peers, H2load h2load, int rounds, int calls) {
    this.peers = List.copyOf(peers);
    this.h2load = h2load;
    this.rounds = rounds;
    this.calls = calls;
  }

  /** What came of one shape, a series for each server. */
  record Result(Shape shape, int calls, List<Series> servers) {
    /** Whether h2load was the limit nowhere. */
    boolean holds() {
      return servers.stream().noneMatch(Series::isVoid);
    }
  }

  Result run(Shape shape) throws IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Peer peer : peers) {
        System.err.printf("bench: %s, round %d of %d, %s%n", shape, round, rounds, peer.name());
        try (ChildProcess server = peer.start(Bench.SERVERS_CORE)) {
          String address = Peer.address(server);
          warmUp(h2load, peer, address, shape, calls);
          samples
              .computeIfAbsent(peer.name(), name -> new ArrayList<>())
              .add(h2load.flood(address, shape, calls));
        }
      }
    }
    return new Result(
        shape,
        calls,
        samples.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList());
  }

  /** Calls a server until it is warm. */
  static void warmUp(H2load h2load, Peer server, String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < server.warmUp().toNanos()) {
      var unused = h2load.flood(address, shape, calls);
    }
  }
}
