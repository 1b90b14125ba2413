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

  /**
   * Prints that nothing was checked, where a reader needs a document even then. People have it from
   * standard error.
   *
   * @param target as the user wrote it
   * @param why it cannot be reached
   */
  default void unreachable(String target, String why, PrintWriter out) {}
}
