package greeter.client.load.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/** The latencies of all services in the text that HdrHistogram's plotter reads; milliseconds. */
final class HdrReport implements LoadReport {
  /** Of lines for each halving of the distance to 100 %, as HdrHistogram itself has it. */
  private static final int TICKS = 5;

  private static final double MICROS_IN_A_MILLI = 1_000;

  @Override
  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(text, false, UTF_8)) {
      result.latency().histogram().outputPercentileDistribution(stream, TICKS, MICROS_IN_A_MILLI);
    }
    out.print(text.toString(UTF_8));
  }
}
