package greeter.client.check;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.util.List;

/** For a reader at a terminal: by group, and below each warning and failure what helps. */
final class TableReport implements Report {
  private static final String INDENT = " ".repeat(15);

  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    for (Group group : Group.values()) {
      List<Result> results =
          checked.results().stream().filter(r -> r.code().group() == group).toList();
      if (!results.isEmpty()) {
        out.println(group.label());
        results.forEach(result -> print(result, out));
      }
    }
    out.printf(
        "%n%s, in %.1f s%n%s%n",
        checked.summary(), checked.took().toMillis() / 1000.0, checked.verdict(failOn));
  }

  private static void print(Result result, PrintWriter out) {
    out.println(ShortReport.line(result));
    if (result.grade() != Grade.WARN && result.grade() != Grade.FAIL) {
      return;
    }
    result.seen().forEach(seen -> print("seen", Wire.printable(seen), out));
    result.blame().ifPresent(blame -> print("blame", blame.toString(), out));
    if (!result.cause().isEmpty()) {
      print("cause", Wire.printable(result.cause()), out);
    }
    result.fixes().forEach(fix -> print("fix", fix.where() + ": " + fix.setting(), out));
    print("more", "greeter-client explain " + result.code(), out);
  }

  private static void print(String what, String text, PrintWriter out) {
    out.printf("%s%-6s %s%n", INDENT, what + ":", text);
  }
}
