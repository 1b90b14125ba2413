package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How soon each server answers on one core, what its first calls take, and how much memory it
 * holds. The servers take turns, each from its start; the first of them has one more on both cores,
 * of which one is h2load's too.
 */
final class Start {
  /** What a pod gets in its first second or two under full load. */
  static final int FIRST_CALLS = 100_000;

  private final H2load h2load;
  private final int rounds;

  Start(H2load h2load, int rounds) {
    this.h2load = h2load;
    this.rounds = rounds;
  }

  /**
   * One turn.
   *
   * @param toServing seconds from the start of the process until it says that it serves
   * @param firstCall seconds that the first call takes, on a connection that is new
   * @param nextCalls seconds for the calls after that
   * @param idle megabytes resident when it has answered one call
   * @param loaded megabytes resident after the calls
   * @param busy h2load's processor time ÷ the time of the calls
   */
  record Turn(
      double toServing,
      double firstCall,
      double nextCalls,
      double idle,
      double loaded,
      double busy) {
    double toFirstAnswer() {
      return toServing + firstCall;
    }
  }

  /** The turns of one server. */
  record Turns(String server, List<Turn> turns) {
    Figure busy() {
      return Figure.of(turns, Turn::busy);
    }
  }

  /** What came of it. */
  record Result(int calls, List<Turns> servers) {
    /** Whether h2load was the limit nowhere. */
    boolean holds() {
      return servers.stream().noneMatch(server -> Agreement.isVoid(server.busy()));
    }
  }

  /**
   * The servers beside one another.
   *
   * @param servers each on one core; the first of them on both, too
   */
  Result run(List<Peer> servers) throws IOException, InterruptedException {
    String oneCore = Integer.toString(Bench.SERVERS_CORE);
    Map<String, List<Turn>> turns = new LinkedHashMap<>();
    var unused = turn(servers.get(0), oneCore); // this program warms up, too
    for (int round = 1; round <= rounds; round++) {
      for (Peer server : servers) {
        System.err.printf("bench: start, round %d of %d, %s%n", round, rounds, server.name());
        turns.computeIfAbsent(server.name(), name -> new ArrayList<>()).add(turn(server, oneCore));
      }
      String both = servers.get(0).name() + ", both cores";
      System.err.printf("bench: start, round %d of %d, %s%n", round, rounds, both);
      turns
          .computeIfAbsent(both, name -> new ArrayList<>())
          .add(turn(servers.get(0), Bench.BOTH_CORES));
    }
    return new Result(
        FIRST_CALLS,
        turns.entrySet().stream().map(e -> new Turns(e.getKey(), e.getValue())).toList());
  }

  private Turn turn(Peer server, String cores) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (ChildProcess process = server.start(cores)) {
      double toServing = (System.nanoTime() - start) / 1e9;
      double firstCall = h2load.first(Peer.address(process));
      double idle = Held.by(process).resident();
      Sample calls = h2load.flood(Peer.address(process), Shape.FEW_CONNECTIONS, FIRST_CALLS);
      return new Turn(
          toServing,
          firstCall,
          FIRST_CALLS / calls.rate(),
          idle,
          Held.by(process).resident(),
          calls.busy());
    }
  }
}
