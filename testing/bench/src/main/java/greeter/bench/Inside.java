package greeter.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What single parts take inside a process, by JMH: in a JVM of its own for each round. */
final class Inside {
  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 3;
  private static final TimeValue ITERATION = TimeValue.seconds(1);

  private final List<String> flags;
  private final int rounds;

  Inside(List<String> flags, int rounds) {
    this.flags = List.copyOf(flags);
    this.rounds = rounds;
  }

  /**
   * A part.
   *
   * @param name of its class and method, and what it was run with
   * @param nanos that it took, for each iteration
   */
  record Part(String name, List<Double> nanos) {}

  record Result(List<Part> parts) {}

  Result run() throws IOException {
    try {
      List<Part> parts = new ArrayList<>();
      for (RunResult result :
          new Runner(
                  new OptionsBuilder()
                      .jvmArgs(flags.toArray(String[]::new))
                      .forks(rounds)
                      .warmupIterations(WARM_UPS)
                      .warmupTime(ITERATION)
                      .measurementIterations(ITERATIONS)
                      .measurementTime(ITERATION)
                      .shouldFailOnError(true)
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .run()) {
        parts.add(part(result));
      }
      return new Result(parts);
    } catch (RunnerException e) {
      throw new IOException("JMH: " + e.getMessage(), e);
    }
  }

  private static Part part(RunResult result) {
    String name = result.getParams().getBenchmark();
    String parameters =
        result.getParams().getParamsKeys().stream()
            .map(key -> ", " + key + " " + result.getParams().getParam(key))
            .collect(Collectors.joining());
    return new Part(
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + parameters,
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(iteration -> iteration.getPrimaryResult().getScore())
            .toList());
  }

  static String markdown(Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Inside a process, on one core, by JMH: medians of %d iterations, with least and"
                + " most.%n%n| part | ns |%n|---|---|%n",
            result.parts().get(0).nanos().size()));
    for (Part part : result.parts()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s |%n",
              part.name(),
              Figure.of(part.nanos(), n -> n).cell("%.1f")));
    }
    return text.toString();
  }
}
