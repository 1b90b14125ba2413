package greeter.client;

import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What even shares are: the options of every command that judges them. */
final class EvennessOptions {
  @Option(
      names = "--expect-pods",
      paramLabel = "N",
      converter = Converters.Pods.class,
      description = "pods of each service; a pod that never answers is noticed only so")
  private Optional<Integer> expectPods;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      converter = Converters.Tolerance.class,
      defaultValue = "0.2",
      description = "how far from 1 share/expected may be (default: ${DEFAULT-VALUE})")
  private double tolerance;

  /** Empty: nobody says. */
  OptionalInt pods() {
    return expectPods.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  double tolerance() {
    return tolerance;
  }
}
