package greeter.client.check;

import java.io.PrintWriter;

/** A form in which a run is told. */
public interface Report {
  /**
   * Prints it. Nothing from the wire is printed unescaped.
   *
   * @param failOn the least grade that fails the run: WARN or FAIL
   */
  void print(Checked checked, Grade failOn, PrintWriter out);
}
