package greeter.client;

import greeter.client.check.Grade;
import greeter.client.load.Doubts;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.LoadVerdict.Line;
import greeter.client.load.Slo;
import greeter.client.load.event.Events;
import greeter.client.load.report.LoadOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a run of load is judged and told: the options of every command that has one. */
final class LoadReportOptions {
  @Option(
      names = "--slo",
      paramLabel = "KEY=MOST,…",
      converter = Converters.Slos.class,
      defaultValue = "errors=0",
      description =
          "what decides the exit code: p50, p99.9, … and max as times; errors and unserved"
              + " (skipped) as N or N%%; rate, the least, as N%% of what was asked; errors=0 holds"
              + " unless errors are named (default: ${DEFAULT-VALUE})")
  private Slo slo;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM[=FILE]",
      converter = Converters.LoadOutputs.class,
      description =
          "table, json, csv, hdr or html, to a FILE or to standard output; may be repeated (default:"
              + " table to standard output)")
  private List<Outputs.Output<LoadOutput>> outputs = List.of();

  @Mixin private BaselineOptions baseline;

  Slo slo() {
    return slo;
  }

  /**
   * Sees that the reports can go where they should, before there is anything to lose.
   *
   * @throws ParameterException if two of them want standard output or one file, or options lack
   *     their other
   */
  void check() {
    if (baseline.lacksBaseline()) {
      throw new ParameterException(command.commandLine(), "--regression: needs --baseline");
    }
    Outputs.check(command, outputs);
  }

  /**
   * Prints the run.
   *
   * @param pods of each service that must have answered; empty: nobody says
   * @param more that is to be told
   * @return the exit code
   */
  int report(LoadResult result, OptionalInt pods, List<Line> more) throws IOException {
    List<Line> lines = new ArrayList<>();
    if (result.counts().sent() == 0) {
      lines.add(new Line(Grade.INCONCLUSIVE, "no call was made after the warm-up"));
    } else {
      slo.withPods(pods)
          .judge(result)
          .forEach(
              judged -> lines.add(new Line(judged.met() ? Grade.PASS : Grade.FAIL, judged.text())));
      lines.addAll(baseline.compare(result));
      Doubts.about(result).forEach(doubt -> lines.add(new Line(Grade.WARN, doubt)));
    }
    lines.addAll(more);
    LoadVerdict verdict = LoadVerdict.of(lines, Events.of(result, pods));
    Outputs.print(
        command, outputs, LoadOutput.TABLE, (form, out) -> form.print(result, verdict, out));
    return switch (verdict.grade()) {
      case FAIL -> ExitCode.FAILED;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      default -> ExitCode.PASS;
    };
  }
}
