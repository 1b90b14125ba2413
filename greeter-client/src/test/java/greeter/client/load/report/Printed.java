package greeter.client.load.report;

import greeter.client.check.Grade;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.LoadVerdict.Line;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Reports as text. */
final class Printed {
  static final LoadVerdict VERDICT =
      LoadVerdict.of(
          List.of(
              new Line(Grade.PASS, "SLO p99 <= 50 ms: 11.1 ms"),
              new Line(Grade.FAIL, "SLO errors <= 0: 9")),
          List.of());

  private Printed() {}

  static String by(LoadOutput output, LoadResult result) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    output.print(result, VERDICT, writer);
    writer.flush();
    return out.toString();
  }
}
