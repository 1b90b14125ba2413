package greeter.client.load.report;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.page.LoadPage;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LoadOutput> of(String label) {
    return Arrays.stream(values()).filter(form -> form.label().equals(label)).findFirst();
  }

  /** All of them, as in {@code table, json or csv}. */
  public static String labels() {
    return Arrays.stream(values())
        .map(LoadOutput::label)
        .collect(Collectors.joining(", "))
        .replaceFirst(", (\\w+)$", " or $1");
  }
}
