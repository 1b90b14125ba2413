package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long calls take of each server on one core, warm, at one steady rate for all: half of what
 * one of them answers at most. The servers take turns, each from its start.
 */
final class Latency {
  /** Seconds of a turn. */
  static final int LASTING = 10;

  private final List<Peer> peers;
  private final H2load h2load;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param peers of which one is named {@link Peer#GRPC_GO}, whose half is the rate
   * @param calls to find that rate, and to warm up with, at a time
   */
  Latency(List<Peer> peers, H2load h2load, int rounds, int calls) {
    this.peers = List.copyOf(peers);
    this.h2load = h2load;
    this.rounds = rounds;
    this.calls = calls;
  }

  /** The turns of one server. */
  record Turns(String server, List<H2load.Times> turns) {
    Figure busy() {
      return Figure.of(turns, H2load.Times::busy);
    }
  }

  /**
   * What came of it.
   *
   * @param rate calls in a second
   */
  record Result(Shape shape, int rate, List<Turns> servers) {
    /** Whether h2load was the limit nowhere. */
    boolean holds() {
      return servers.stream().noneMatch(server -> Agreement.isVoid(server.busy()));
    }
  }

  Result run(Shape shape) throws IOException, InterruptedException {
    int rate = half(shape);
    Map<String, List<H2load.Times>> turns = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Peer peer : peers) {
        System.err.printf(
            "bench: %d calls/s, round %d of %d, %s%n", rate, round, rounds, peer.name());
        turns.computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(turn(peer, shape, rate));
      }
    }
    return new Result(
        shape,
        rate,
        turns.entrySet().stream().map(e -> new Turns(e.getKey(), e.getValue())).toList());
  }

  private int half(Shape shape) throws IOException, InterruptedException {
    Peer go = peers.stream().filter(p -> p.name().equals(Peer.GRPC_GO)).findFirst().orElseThrow();
    try (ChildProcess server = go.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(server);
      Throughput.warmUp(h2load, go, address, shape, calls);
      return (int) h2load.flood(address, shape, calls).rate() / 2;
    }
  }

  private H2load.Times turn(Peer peer, Shape shape, int rate)
      throws IOException, InterruptedException {
    try (ChildProcess server = peer.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(server);
      Throughput.warmUp(h2load, peer, address, shape, calls);
      return h2load.paced(address, shape, rate * LASTING, rate);
    }
  }
}
