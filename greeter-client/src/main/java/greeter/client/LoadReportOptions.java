package greeter.client;

import greeter.client.check.Grade;
import greeter.client.load.LoadResult;
import greeter.client.load.Slo;
import greeter.client.load.report.LoadOutput;
import greeter.client.load.report.LoadVerdict;
import greeter.client.load.report.LoadVerdict.Line;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run of load is judged and told: the options of every command that has one. */
final class LoadReportOptions {
  @Option(
      names = "--slo",
      paramLabel = "KEY=MOST,…",
      converter = Converters.Slos.class,
      defaultValue = "errors=0",
      description =
          "what decides the exit code: p50, p99.9, … and max as times; errors and unserved"
              + " (skipped) as N or N%%; rate, the least, as N%% of what was asked (default:"
              + " ${DEFAULT-VALUE})")
  private Slo slo;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      converter = Converters.LoadForm.class,
      defaultValue = "table",
      description = "table, json, csv or hdr (default: ${DEFAULT-VALUE})")
  private LoadOutput output;

  @Mixin private BaselineOptions baseline;

  Slo slo() {
    return slo;
  }

  /**
   * Prints the run.
   *
   * @param pods of each service that must have answered; empty: nobody says
   * @param more that is to be told
   * @return the exit code
   */
  int report(LoadResult result, OptionalInt pods, List<Line> more, PrintWriter out) {
    List<Line> lines = new ArrayList<>();
    if (result.counts().sent() == 0) {
      lines.add(new Line(Grade.INCONCLUSIVE, "no call was made"));
    } else {
      slo.withPods(pods)
          .judge(result)
          .forEach(
              judged -> lines.add(new Line(judged.met() ? Grade.PASS : Grade.FAIL, judged.text())));
      lines.addAll(baseline.compare(result));
    }
    lines.addAll(more);
    LoadVerdict verdict = LoadVerdict.of(lines, List.of());
    output.print(result, verdict, out);
    out.flush();
    return switch (verdict.grade()) {
      case FAIL -> ExitCode.FAILED;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      default -> ExitCode.PASS;
    };
  }
}
