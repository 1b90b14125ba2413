package greeter.bench;

import greeter.testbed.ChildProcess;
import greeter.testbed.Nginx;
import greeter.testbed.NginxProgram;
import greeter.testbed.Ring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How the calls that hello-server answers change with one thing at a time: its cores, connections,
 * calls at once on each, the size of requests, and pods behind nginx.
 */
final class Scale {
  private static final int[] CONNECTIONS = {1, 10, 100, 1_000, 10_000};
  private static final int[] STREAMS = {1, 10, 100, 1_000};
  private static final int[] BYTES = {10, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] PODS = {3, 10, 100};

  /**
   * Of which the largest requests fit into the server's memory: it keeps each until it is whole.
   */
  private static final Shape SMALL_ENOUGH = new Shape(8, 4, "SayHello", 1);

  /** Of a turn; larger requests are fewer. */
  private static final long MOST_BYTES = 1_000_000_000;

  private final Peer server;
  private final H2load h2load;
  private final Path folder;
  private final int rounds;
  private final int calls;

  /**
   * A measurement.
   *
   * @param folder for nginx's files
   * @param calls of a turn, at most
   */
  Scale(Peer server, H2load h2load, Path folder, int rounds, int calls) {
    this.server = server;
    this.h2load = h2load;
    this.folder = folder;
    this.rounds = rounds;
    this.calls = calls;
  }

  /**
   * One value of what changes.
   *
   * @param at the value
   */
  record Point(int at, List<Sample> turns) {
    Figure rate() {
      return Figure.of(turns, Sample::rate);
    }

    Figure busy() {
      return Figure.of(turns, Sample::busy);
    }
  }

  /**
   * What came of one thing that changes.
   *
   * @param of with its unit
   * @param fixed what stays
   */
  record Sweep(String of, String fixed, List<Point> points) {}

  record Result(List<Sweep> sweeps) {}

  private interface Turn {
    Sample at(int value) throws IOException, InterruptedException;
  }

  Result run() throws IOException, InterruptedException {
    List<Sweep> sweeps = new ArrayList<>();
    sweeps.add(cores());
    try (ChildProcess process = server.start(Bench.SERVERS_CORE)) {
      String address = Peer.address(process);
      Throughput.warmUp(h2load, server, address, Shape.FEW_CONNECTIONS, calls);
      sweeps.add(
          sweep(
              "connections",
              "one call at a time on each",
              CONNECTIONS,
              n -> flood(address, new Shape(n, 1, "SayHello", 1), calls)));
      sweeps.add(
          sweep(
              "calls at once on a connection",
              "8 connections",
              STREAMS,
              n -> flood(address, new Shape(8, n, "SayHello", 1), calls)));
      sweeps.add(
          sweep(
              "bytes of a request",
              "8 connections with 4 calls each",
              BYTES,
              n ->
                  h2load.flood(
                      address,
                      SMALL_ENOUGH,
                      (int) Math.min(calls, MOST_BYTES / n),
                      Throughput.REPLY_BYTES,
                      n)));
    }
    sweeps.add(
        sweep("pods behind nginx", "8 connections with 50 calls each", PODS, this::throughNginx));
    return new Result(sweeps);
  }

  private Sweep sweep(String of, String fixed, int[] values, Turn turn)
      throws IOException, InterruptedException {
    List<List<Sample>> turns = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (int i = 0; i < values.length; i++) {
        System.err.printf("bench: %s, round %d of %d, %d%n", of, round, rounds, values[i]);
        if (round == 1) {
          turns.add(new ArrayList<>());
        }
        turns.get(i).add(turn.at(values[i]));
      }
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Point(values[i], turns.get(i)));
    }
    return new Sweep(of, fixed, points);
  }

  private Sample flood(String address, Shape shape, int number)
      throws IOException, InterruptedException {
    return h2load.flood(address, shape, number, Throughput.REPLY_BYTES);
  }

  /** On the second core there is h2load, too. */
  private Sweep cores() throws IOException, InterruptedException {
    return sweep(
        "cores",
        "8 connections with 50 calls each; the second core is h2load's, too",
        new int[] {1, 2},
        n -> {
          try (ChildProcess process =
              server.start(n == 1 ? "" + Bench.SERVERS_CORE : Bench.BOTH_CORES)) {
            String address = Peer.address(process);
            Throughput.warmUp(h2load, server, address, Shape.FEW_CONNECTIONS, calls);
            return flood(address, Shape.FEW_CONNECTIONS, calls);
          }
        });
  }

  /** nginx and all pods, in one process, share the servers' core. */
  private Sample throughNginx(int pods) throws IOException, InterruptedException {
    try (Ring ring = Ring.inProcess(pods, Map.of("GREETER_FAULT_INJECTION", "true"));
        Nginx nginx =
            Nginx.start(
                NginxProgram.find(),
                ring,
                folder.resolve("nginx"),
                OptionalInt.empty(),
                Nginx.conf().replace("-grpc 64k;", "-grpc 1m;"))) { // 64k do not hold a hundred
      Sample sample = null;
      // The first is to warm up.
      for (int i = 0; i < 2; i++) {
        long before = Served.by(ring.hello());
        sample = h2load.flood(nginx.address(), Shape.FEW_CONNECTIONS, calls);
        long served = Served.by(ring.hello()) - before - pods; // the questions before
        if (served < calls) {
          throw new IOException(
              "%d pods served %d of %d calls through nginx".formatted(pods, served, calls));
        }
      }
      return sample;
    }
  }
}
