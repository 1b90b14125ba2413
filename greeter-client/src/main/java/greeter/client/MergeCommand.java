package greeter.client;

import greeter.client.check.Grade;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict.Line;
import greeter.client.load.report.Merge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "What did several generators see together? Adds up runs of load, exactly.",
      "Histograms and counts are as if one had sent all calls, timelines by the clock.",
      "Calls nobody. With one FILE it shows a run again, or holds it against another."
    },
    footer = {
      "",
      "Exit codes: 0 PASS, 1 the SLO is not met, or worse than the baseline, 2 usage,",
      "  or runs that do not go together, 4 no call was made, or the baseline is of",
      "  other calls, another pace or connections, or was interrupted, 70 internal error.",
      "",
      "Examples:",
      "  greeter-client merge a.json b.json c.json",
      "  greeter-client merge a.json b.json -o json >all.json",
      "  greeter-client merge new.json --baseline old.json --regression p99=30%%"
    })
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "what load printed with -o json; the log of a pod that did will do")
  private List<Path> files;

  @Mixin private LoadReportOptions report;

  @Override
  public Integer call() throws IOException {
    report.check();
    List<Line> lines = new ArrayList<>();
    LoadResult merged = merged(lines);
    if (report.slo().asksForRate() && merged.asked().rate().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--slo: rate needs runs with --rate");
    }
    return report.report(merged, OptionalInt.empty(), lines);
  }

  private LoadResult merged(List<Line> lines) {
    try {
      List<Merge.Part> parts = new ArrayList<>();
      for (Path file : files) {
        LoadResult part = LoadFiles.read(file);
        // The sum hides it.
        if (part.generator().isTheLimit(part.lasted())) {
          lines.add(new Line(Grade.WARN, file + ": its client was the limit"));
        } else if (part.generator().fellBehind()) {
          lines.add(new Line(Grade.WARN, file + ": its client has fallen behind"));
        }
        parts.add(new Merge.Part(file.toString(), part));
      }
      return Merge.of(parts);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "FILE: " + e.getMessage(), e);
    }
  }
}
