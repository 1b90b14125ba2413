package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * @param toFirstAnswer seconds from the start of the process until a call was answered
   * @param firstCalls seconds for the calls after that
   * @param idle megabytes resident when it has answered one call
   * @param loaded megabytes resident after the calls
   * @param busy h2load's processor time ÷ the time of the calls
   */
  record Turn(double toFirstAnswer, double firstCalls, double idle, double loaded, double busy) {}

  /** The turns of one server. */
  record Turns(String server, List<Turn> turns) {}

  /** What came of it. */
  record Result(int calls, List<Turns> servers) {}

  /** This server, started from an AOT cache that a run of its own has left. */
  Peer withCache(Peer server, Path folder) throws IOException, InterruptedException {
    Path cache = folder.toAbsolutePath().resolve("hello-server.aot");
    Files.deleteIfExists(cache);
    System.err.println("bench: start, making an AOT cache");
    ChildProcess training =
        server.with("-XX:AOTCacheOutput=" + cache, server.name()).start(Bench.SERVERS_CORE);
    try (training) {
      var unused = flood(training);
    }
    if (!Files.exists(cache)) {
      throw new IOException("java left no " + cache + ": " + String.join("\n", training.lines()));
    }
    Peer cached = server.with("-XX:AOTCache=" + cache, server.name() + ", AOT cache");
    for (String flag : ImageFlags.besideCache()) {
      cached = cached.with(flag, cached.name());
    }
    return cached;
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
      double toFirstAnswer = (System.nanoTime() - start) / 1e9;
      double idle = Held.by(process).resident();
      Sample calls = flood(process);
      return new Turn(
          toFirstAnswer,
          FIRST_CALLS / calls.rate(),
          idle,
          Held.by(process).resident(),
          calls.busy());
    }
  }

  private Sample flood(ChildProcess server) throws IOException, InterruptedException {
    return h2load.flood(
        Peer.address(server), Shape.FEW_CONNECTIONS, FIRST_CALLS, Throughput.REPLY_BYTES);
  }
}
