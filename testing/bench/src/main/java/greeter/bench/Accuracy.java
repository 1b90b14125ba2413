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
 * Whether clients of different make measure the same: a closed loop through nginx, which is slower
 * than each of them, so that what they report is the target's and not their own. nginx and the pods
 * share the core that this process was pinned to, the clients have the next, and take turns.
 */
final class Accuracy {
  private static final int PODS = 3;

  private final BenchOptions options;
  private final Path folder;

  Accuracy(BenchOptions options, Path folder) {
    this.options = options;
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
      return Agreement.of(clients).stream().allMatch(Agreement::holds);
    }
  }

  Result run() throws IOException, InterruptedException {
    Core core = new Core(Bench.CLIENTS_CORE, folder);
    H2load h2load = new H2load(folder, core);
    List<Client> clients = List.of(h2load, new Ghz(options.ghz(), core), new GreeterLoad(core));
    NginxProgram program = NginxProgram.find();
    try (Ring ring = Ring.ofProcesses(PODS, Map.of("GREETER_FAULT_INJECTION", "true"));
        Nginx nginx = Nginx.start(program, ring, folder.resolve("nginx"), OptionalInt.empty())) {
      System.err.println("bench: warming up");
      var unused = h2load.call(nginx.address(), options.calls());
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      for (int round = 1; round <= options.rounds(); round++) {
        for (Client client : clients) {
          System.err.printf("bench: round %d of %d, %s%n", round, options.rounds(), client.name());
          long before = Served.by(ring.hello());
          Sample sample = client.call(nginx.address(), options.calls());
          long served = Served.by(ring.hello()) - before - PODS; // the questions before
          if (served < options.calls()) {
            throw new IOException(
                "%s: %d calls reported, %d served"
                    .formatted(client.name(), options.calls(), served));
          }
          samples.computeIfAbsent(client.name(), name -> new ArrayList<>()).add(sample);
        }
      }
      return new Result(
          "nginx " + program.version(),
          options.calls(),
          samples.entrySet().stream().map(e -> new Series(e.getKey(), e.getValue())).toList());
    }
  }
}
