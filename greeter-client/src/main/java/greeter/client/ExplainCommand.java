package greeter.client;

import greeter.client.check.Bounds;
import greeter.client.check.Code;
import greeter.client.check.Explanation;
import greeter.client.check.Group;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "What does a finding of check mean, and what helps? Calls nobody.",
      "",
      "Of a code: what is measured, where it turns red and why there, how to read it,",
      "and what to set in which proxy. Without one: all codes."
    },
    footer = {
      "",
      "Exit codes: 0 explained, 2 usage, 70 internal error.",
      "",
      "Examples:",
      "  greeter-client explain",
      "  greeter-client explain LB-PINNED",
      "  greeter-client explain stream-idle --for nginx"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  /** Of the names of a row of the table, and of what it says; 100 together, as the texts. */
  private static final int NAMES = 12;

  private static final int SAYS = 88;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CODE",
      arity = "0..1",
      completionCandidates = Codes.class,
      description = "in any case, one of ${COMPLETION-CANDIDATES}")
  private String label;

  @Option(
      names = "--for",
      paramLabel = "PLACE",
      completionCandidates = Places.class,
      description = "the fixes for one place alone, of ${COMPLETION-CANDIDATES}")
  private String place;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (label == null && place != null) {
      throw new ParameterException(spec.commandLine(), "--for: needs CODE");
    }
    if (label == null) {
      list(out);
    } else {
      Code code = code();
      Explanation whole = Explanation.of(code);
      print(code, place == null ? whole : whole.at(place()), out);
    }
    return ExitCode.PASS;
  }

  private Code code() {
    return Code.of(label)
        .orElseThrow(
            () -> {
              List<Code> near = Near.to(label);
              String expected =
                  near.isEmpty()
                      ? "a code; explain without one lists them"
                      : near.stream().map(Code::label).collect(Collectors.joining(" or "));
              return new ParameterException(
                  spec.commandLine(), "CODE: \"%s\" (expected: %s)".formatted(label, expected));
            });
  }

  private String place() {
    return Explanation.PLACES.stream()
        .filter(known -> known.equalsIgnoreCase(place))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--for: \"%s\" (expected: %s)"
                        .formatted(place, String.join(", ", Explanation.PLACES))));
  }

  private static void list(PrintWriter out) {
    for (Group group : Group.values()) {
      out.println(group.label());
      Arrays.stream(Code.values())
          .filter(code -> code.group() == group)
          .forEach(code -> out.printf("  %-11s %-6s  %s%n", code, code.form(), code.title()));
    }
  }

  private static void print(Code code, Explanation explanation, PrintWriter out) {
    out.println(code + ": " + explanation.title());
    section("What it does", explanation.whatItDoes(), out);
    section("Why it matters", explanation.whyItMatters(), out);
    section("Bounds", bounds(code), out);
    section("How to read it", explanation.howToReadIt(), out);
    out.println();
    if (!explanation.fixes().isEmpty()) {
      out.println("Fixes");
    }
    for (Explanation.Fix fix : explanation.fixes()) {
      // Not indented: what is pasted begins where its lines begin.
      out.printf("  %s: %s%n", fix.where(), fix.setting());
      text(fix.note(), out);
      out.println();
      fix.snippet().lines().forEach(out::println);
      out.println();
    }
    if (!explanation.nothingToSet().isEmpty()) {
      out.println("Nothing to set at");
      text(explanation.nothingToSet(), out);
      out.println();
    }
    out.println("Reports");
    text(explanation.reports(), out);
  }

  private static void section(String heading, String text, PrintWriter out) {
    out.printf("%n%s%n", heading);
    text(text, out);
  }

  private static void text(String text, PrintWriter out) {
    text.lines().forEach(line -> out.println(line.isEmpty() ? "" : INDENT + line));
  }

  private static String bounds(Code code) {
    Bounds bounds = code.bounds();
    TextTable table = TextTable.forColumnWidths(Help.defaultColorScheme(Ansi.OFF), NAMES, SAYS);
    row(table, "measured", bounds.quantity());
    row(table, "unit", bounds.unit());
    row(table, "fail", bounds.fail());
    row(table, "warn", bounds.warn());
    row(table, "info", bounds.info());
    row(table, "pass", "otherwise");
    row(table, "because", bounds.why());
    row(
        table,
        "needs",
        code.needs().stream().map(ExplainCommand::need).collect(Collectors.joining(", ")));
    row(
        table,
        "servers",
        code.needsFaultInjection() ? "need GREETER_FAULT_INJECTION=true" : "as they are");
    row(table, "checked by", checkedBy(code));
    return table.toString().stripTrailing();
  }

  /** One service that is reached suffices, even if another is not. */
  private static String need(Code code) {
    return code == Code.LB_ROUTE ? "a service that LB-ROUTE reaches" : code.label();
  }

  private static void row(TextTable table, String name, String says) {
    if (!says.isEmpty()) {
      table.addRowValues(name, says);
    }
  }

  private static String checkedBy(Code code) {
    return switch (code.form()) {
      case QUICK -> "greeter-client check HOST:PORT --only " + code;
      case FULL -> "greeter-client check HOST:PORT --full --only " + code;
      case LOAD -> "greeter-client load HOST:PORT --connections 4, while pods or proxy change";
    };
  }

  /** For the help; picocli wants a class. */
  static final class Codes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Code.values()).map(Code::label).iterator();
    }
  }

  /** For the help. */
  private static final class Places implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Explanation.PLACES.iterator();
    }
  }
}
