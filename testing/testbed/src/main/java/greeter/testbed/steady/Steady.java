package greeter.testbed.steady;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/**
 * Calls at a steady rate until its standard input ends. Each line there is the name of what happens
 * next; what the calls came to until then is printed. Exit codes: 0 no call was lost, 1 some were,
 * 2 a bad option.
 */
public final class Steady {
  private Steady() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    SteadyOptions options;
    try {
      options = SteadyOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("steady: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(options, System.in, System.out));
  }

  static int run(SteadyOptions options, InputStream in, PrintStream out)
      throws IOException, InterruptedException {
    BufferedReader names = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String first = names.readLine();
    if (first == null) {
      System.err.println("steady: standard input names nothing (expected: what happens first)");
      return 2;
    }
    long lost = 0;
    try (SteadyCaller caller = SteadyCaller.start(options, first)) {
      for (String next = names.readLine(); next != null; next = names.readLine()) {
        lost += print(caller.next(next), out);
      }
      lost += print(caller.stop(), out);
    }
    return lost == 0 ? 0 : 1;
  }

  private static long print(Tally.Summary summary, PrintStream out) {
    out.print(SteadyReport.of(summary, ZoneId.systemDefault()));
    out.flush();
    return summary.lost();
  }
}
