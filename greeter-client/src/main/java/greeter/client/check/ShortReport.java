package greeter.client.check;

import greeter.api.Wire;
import java.io.PrintWriter;

/** One line for each code, how many came out how, and the verdict. */
final class ShortReport implements Report {
  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    checked.results().forEach(result -> out.println(line(result)));
    out.println(checked.summary());
    checked.cutShort().map(Wire::printable).ifPresent(out::println);
    out.println(checked.verdict(failOn));
  }

  static String line(Result result) {
    // "not run" stands in the line itself.
    String grade = result.grade() == Grade.NOT_RUN ? "-" : result.grade().toString();
    return line(grade, result.code().label(), result.line());
  }

  static String line(String grade, String code, String text) {
    return "  %-12s %-11s %s".formatted(grade, code, Wire.printable(text));
  }
}
