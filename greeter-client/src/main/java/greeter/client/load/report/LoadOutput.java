package greeter.client.load.report;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.page.LoadPage;
import java.io.PrintWriter;

/** The forms of {@code -o}. */
@SuppressWarnings("ImmutableEnumChecker") // reports have no state
public enum LoadOutput {
  TABLE(new TableReport()),
  JSON(new LoadJson()),
  CSV(new CsvReport()),
  HDR(new HdrReport()),
  HTML(LoadPage::print);

  private final LoadReport report;

  LoadOutput(LoadReport report) {
    this.report = report;
  }

  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    report.print(result, verdict, out);
  }
}
