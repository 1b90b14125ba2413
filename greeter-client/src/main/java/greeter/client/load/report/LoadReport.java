package greeter.client.load.report;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import java.io.PrintWriter;

/** A form in which a run of load is told. */
public interface LoadReport {
  /** Prints it. No control character from the wire is printed unescaped. */
  void print(LoadResult result, LoadVerdict verdict, PrintWriter out);
}
