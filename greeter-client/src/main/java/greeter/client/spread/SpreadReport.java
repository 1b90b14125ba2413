package greeter.client.spread;

import java.io.PrintWriter;

/** A form in which a run is told. */
public interface SpreadReport {
  /**
   * Prints it. Nothing from the wire is printed unescaped.
   *
   * @param target as the user wrote it
   * @param interrupted whether the run was ended before its time
   */
  void print(String target, Spread spread, boolean interrupted, PrintWriter out);
}
