package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many calls each server answers on one core, warm. h2load has another core. In each round
 * every server is started and warmed up; then they take turns, close to one another, so that what
 * the machine does meanwhile meets all of them.
 */
final class Throughput {
  /** Of each server in a round. */
  static final int TURNS = 5;

  private final List<Peer> peers;
  private final H2load h2load;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param peers the first of them is what the others are compared with
   * @param calls of a turn
   */
  Throughput(List<Peer> peers, H2load h2load, int rounds, int calls) {
    this.peers = List.copyOf(peers);
    this.h2load = h2load;
    this.rounds = rounds;
    this.calls = calls;
  }

  /** What came of one shape, a series for each server. */
  record Result(Shape shape, int calls, int rounds, List<Series> servers) {
    /** Whether h2load was the limit nowhere. */
    boolean holds() {
      return servers.stream().noneMatch(Series::isVoid);
    }
  }

  Result run(Shape shape) throws IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("bench: %s, round %d of %d%n", shape, round, rounds);
      round(shape)
          .forEach((name, of) -> samples.computeIfAbsent(name, n -> new ArrayList<>()).addAll(of));
    }
    return new Result(
        shape,
        calls,
        rounds,
        samples.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList());
  }

  private Map<String, List<Sample>> round(Shape shape) throws IOException, InterruptedException {
    List<ChildProcess> servers = new ArrayList<>();
    try {
      for (Peer peer : peers) {
        ChildProcess server = peer.start(Bench.SERVERS_CORE);
        servers.add(server);
        warmUp(h2load, peer, Peer.address(server), shape, calls);
      }
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < peers.size(); i++) {
          Sample sample = h2load.flood(Peer.address(servers.get(i)), shape, calls);
          samples.computeIfAbsent(peers.get(i).name(), name -> new ArrayList<>()).add(sample);
        }
      }
      return samples;
    } finally {
      servers.forEach(ChildProcess::close);
    }
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
