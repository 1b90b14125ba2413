package greeter.bench;

import greeter.testbed.Nginx;
import greeter.testbed.NginxProgram;
import greeter.testbed.Ring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Whether clients of different make measure the same, and the truth: a closed loop through an nginx
 * that passes a fixed number of calls a second and keeps the others waiting, which is far less than
 * it, the pods or the clients could do. What they report is then known beforehand: the rate is that
 * number, and the time of a call what Little's law makes of it, callers ÷ rate. Without the limit
 * it would be the speed of the servers' core, which is slower while its sibling is busy, and
 * clients differ in that.
 *
 * <p>nginx and the pods share the core that this process was pinned to, the clients have the next,
 * and take turns.
 */
final class Accuracy {
  /** Calls a second that nginx passes. */
  static final int RATE = 2_000;

  static final Shape SHAPE = new Shape(5, 10, "SayHello", 1);

  private static final int PODS = 3;

  /** Ten seconds: what is known beforehand gets no truer in a minute. */
  private static final int CALLS_MAX = 10 * RATE;

  private final BenchOptions options;
  private final int calls;
  private final Path folder;

  Accuracy(BenchOptions options, Path folder) {
    this.options = options;
    this.calls = Math.min(options.calls(), CALLS_MAX);
    this.folder = folder;
  }

  /**
   * What came of it.
   *
   * @param proxy with its version
   */
  record Result(String proxy, int calls, List<Series> clients) {
    /** Whether each client's figures are within the bounds, and none was the limit itself. */
    boolean agree() {
      return Agreement.of(clients, SHAPE, RATE).stream().allMatch(Agreement::holds);
    }
  }

  private static String limited() throws IOException {
    return Nginx.conf()
        .replace(
            "  server {\n",
            "  limit_req_zone $server_port zone=calls:64k rate=%dr/s;\n\n  server {\n    limit_req zone=calls burst=%d;\n"
                .formatted(RATE, 2 * SHAPE.callers()));
  }

  Result run() throws IOException, InterruptedException {
    Core core = new Core(Bench.CLIENTS_CORE, folder);
    H2load h2load = new H2load(folder, core);
    List<Client> clients = List.of(h2load, new Ghz(options.ghz(), core), new GreeterLoad(core));
    NginxProgram program = NginxProgram.find();
    try (Ring ring = Ring.ofProcesses(PODS, Map.of("GREETER_FAULT_INJECTION", "true"));
        Nginx nginx =
            Nginx.start(program, ring, folder.resolve("nginx"), OptionalInt.empty(), limited())) {
      System.err.println("bench: warming up");
      var unused = h2load.call(nginx.address(), SHAPE, calls);
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      for (int round = 1; round <= options.rounds(); round++) {
        for (Client client : clients) {
          System.err.printf("bench: round %d of %d, %s%n", round, options.rounds(), client.name());
          long before = Served.by(ring.hello());
          Sample sample = client.call(nginx.address(), SHAPE, calls);
          long served = Served.by(ring.hello()) - before - PODS; // the questions before
          if (served < calls) {
            throw new IOException(
                "%s: %d calls reported, %d served".formatted(client.name(), calls, served));
          }
          samples.computeIfAbsent(client.name(), name -> new ArrayList<>()).add(sample);
        }
      }
      return new Result(
          "nginx " + program.version(),
          calls,
          samples.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList());
    }
  }
}
