package greeter.bench;

import greeter.api.HelloRequest;
import greeter.testbed.ChildProcess;
import greeter.testbed.Nginx;
import greeter.testbed.NginxProgram;
import greeter.testbed.Pod;
import greeter.testbed.Ring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How the calls that hello-server answers change with one thing at a time: its cores, connections,
 * calls at once on each, the size of messages, and pods behind nginx.
 */
final class Scale {
  private static final int[] CONNECTIONS = {1, 10, 100, 1_000, 10_000};
  private static final int[] STREAMS = {1, 10, 100, 1_000};
  private static final int[] BYTES = {10, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] PODS = {3, 10, 100};

  /** Of which the largest fit into the server's memory: it keeps a request until it is whole. */
  private static final Shape LARGE_MESSAGES = new Shape(8, 1, "SayHello", 1);

  /** Of a turn; larger messages are fewer. */
  private static final long MOST_BYTES = 1_000_000_000;

  private final Image image;
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
  Scale(Image image, H2load h2load, Path folder, int rounds, int calls) {
    this.image = image;
    this.server = Peer.ours(image);
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

    /** Whether the client may have been what was measured. */
    boolean isVoid() {
      return Agreement.isVoid(busy());
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
              n -> h2load.flood(address, new Shape(n, 1, "SayHello", 1), calls)));
      sweeps.add(
          sweep(
              "calls at once on a connection",
              "8 connections",
              STREAMS,
              n -> h2load.flood(address, new Shape(8, n, "SayHello", 1), calls)));
      sweeps.add(
          sweep(
              "bytes of a name, in the request and in its reply",
              "8 connections with a call at a time",
              BYTES,
              n ->
                  h2load.flood(
                      address, LARGE_MESSAGES, named(n), (int) Math.min(calls, MOST_BYTES / n))));
    }
    sweeps.add(pods());
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

  private static HelloRequest named(int bytes) {
    return H2load.REQUEST.toBuilder().setName("x".repeat(bytes)).build();
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
            return h2load.flood(address, Shape.FEW_CONNECTIONS, calls);
          }
        });
  }

  /** nginx and all pods share the servers' core. */
  private Sweep pods() throws IOException, InterruptedException {
    int most = PODS[PODS.length - 1];
    List<ChildProcess> processes = new ArrayList<>();
    try {
      List<Pod> pods = new ArrayList<>();
      for (int i = 1; i <= most; i++) {
        // Names as long as that of others: so are the replies.
        String name = String.format(Locale.ROOT, "pod-%03d", i);
        ChildProcess process = Peer.ours(name, image, name).start(Bench.SERVERS_CORE);
        processes.add(process);
        pods.add(new Pod(name, Peer.address(process)));
      }
      System.err.printf("bench: warming %d pods up%n", most);
      for (Pod pod : pods) {
        var unused = h2load.flood(pod.address(), Shape.FEW_CONNECTIONS, Start.FIRST_CALLS);
      }
      return sweep(
          "pods behind nginx",
          "8 connections with 50 calls each",
          PODS,
          n -> throughNginx(pods.subList(0, n)));
    } finally {
      processes.forEach(ChildProcess::terminate);
      processes.forEach(ChildProcess::close);
    }
  }

  private Sample throughNginx(List<Pod> pods) throws IOException, InterruptedException {
    try (Nginx nginx =
        Nginx.start(
            NginxProgram.find(),
            Ring.of(pods),
            folder.resolve("nginx"),
            OptionalInt.empty(),
            Nginx.conf().replace("-grpc 64k;", "-grpc 1m;"))) { // 64k do not hold a hundred
      return h2load.flood(nginx.address(), Shape.FEW_CONNECTIONS, calls);
    }
  }
}
