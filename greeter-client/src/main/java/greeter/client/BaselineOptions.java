package greeter.client;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict.Line;
import greeter.client.load.report.Baseline;
import greeter.client.load.report.Regression;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** An older run that a run of load is held against. */
final class BaselineOptions {
  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      converter = Kept.class,
      description = "a run by -o json that this one must not be worse than")
  private Optional<Baseline> baseline;

  @Option(
      names = "--regression",
      paramLabel = "LIST",
      converter = Converters.Regressions.class,
      description = {
        "with --baseline: by how much it may be worse; errors in points of all calls",
        "(default: p50=20%%,p99=50%%,throughput=10%%,errors=0%%)"
      })
  private Optional<Regression> regression;

  /** A line for each thing that is compared; none without a baseline. */
  List<Line> compare(LoadResult result) {
    return baseline
        .map(then -> then.compare(result, regression.orElse(Regression.USUAL)))
        .orElse(List.of());
  }

  /** Whether one of them waits for another in vain. */
  boolean lacksBaseline() {
    return regression.isPresent() && baseline.isEmpty();
  }

  /** Read with the command line, so that a wrong file is known before the run. */
  static final class Kept implements ITypeConverter<Baseline> {
    @Override
    public Baseline convert(String value) {
      try {
        return new Baseline(LoadFiles.read(Path.of(value)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            e.getMessage().startsWith("\"")
                ? e.getMessage()
                : '"' + value + "\": " + e.getMessage());
      }
    }
  }
}
