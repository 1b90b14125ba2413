package greeter.bench;

import greeter.testbed.Nginx;
import greeter.testbed.NginxProgram;
import greeter.testbed.Project;
import greeter.testbed.Ring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How long greeter-client takes for its two calls, from its start to its exit, on one core. nginx
 * and a pod of each kind, which answer, have the other.
 */
final class Once {
  /** In each round. */
  private static final int TIMES = 5;

  private final Core core;
  private final Path folder;
  private final int rounds;

  Once(Core core, Path folder, int rounds) {
    this.core = core;
    this.folder = folder;
    this.rounds = rounds;
  }

  /**
   * One way to start it.
   *
   * @param seconds of each turn
   */
  record Turns(String way, List<Double> seconds) {}

  record Result(List<Turns> ways) {}

  Result run() throws IOException, InterruptedException {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put(
        "greeter-client/greeter-client",
        List.of(Project.root().resolve("greeter-client/greeter-client").toString()));
    ways.put(
        "java -jar greeter-client.jar",
        List.of(Project.java(), "-jar", Project.jar("greeter-client").toString()));
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    try (Ring ring = Ring.ofProcesses(1, Map.of());
        Nginx nginx =
            Nginx.start(NginxProgram.find(), ring, folder.resolve("nginx"), OptionalInt.empty())) {
      for (int round = 0; round <= rounds; round++) {
        for (String way : ways.keySet()) {
          System.err.printf("bench: two calls, round %d of %d, %s%n", round, rounds, way);
          for (int i = 0; i < TIMES; i++) {
            double took = call(ways.get(way), nginx.address());
            if (round > 0) { // before, the pods warm up, and the launcher keeps its classes
              seconds.computeIfAbsent(way, key -> new ArrayList<>()).add(took);
            }
          }
        }
      }
    }
    return new Result(
        seconds.entrySet().stream().map(e -> new Turns(e.getKey(), e.getValue())).toList());
  }

  private double call(List<String> way, String address) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(way);
    command.addAll(List.of(address, "Ann"));
    return core.run(command.toArray(String[]::new)).seconds();
  }

  static String markdown(Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "greeter-client HOST:PORT Ann through nginx, on one core, %d times: medians, with least"
                + " and most.%n%n| started by | from start to exit, ms |%n|---|---|%n",
            result.ways().get(0).seconds().size()));
    for (Turns way : result.ways()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s |%n",
              way.way(),
              Figure.of(way.seconds(), seconds -> seconds * 1e3).cell("%.0f")));
    }
    return text.toString();
  }
}
