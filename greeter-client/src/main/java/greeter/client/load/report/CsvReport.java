package greeter.client.load.report;

import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.load.Heat;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.Timeline;
import greeter.client.load.Timeline.Slot;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The timeline for a spreadsheet: a row for each slot, and a column for each pod of each service,
 * so that a chart of them is one selection. As RFC 4180 has it.
 */
final class CsvReport implements LoadReport {
  /** One column: a pod that serves two services has two. */
  private record Answerer(String service, String pod) {
    String name() {
      return Wire.printable(service) + " by " + (pod.isEmpty() ? "(unnamed)" : Wire.printable(pod));
    }
  }

  @Override
  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    Timeline timeline = result.timeline();
    List<Answerer> answerers =
        result.services().stream()
            .flatMap(
                service ->
                    service.pods().stream()
                        .filter(pod -> pod.answered() > 0)
                        .map(pod -> new Answerer(service.service(), pod.pod())))
            .sorted(Comparator.comparing(Answerer::service).thenComparing(Answerer::pod))
            .toList();
    row(header(answerers), out);
    for (int i = 0; i < timeline.slots().size(); i++) {
      row(cells(result, i, answerers), out);
    }
  }

  private static List<String> header(List<Answerer> answerers) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                "time",
                "from_s",
                "seconds",
                "answered",
                "failed",
                "skipped",
                "p50_below_ms",
                "p99_below_ms",
                "late_ms"));
    for (Blame blame : Blame.values()) {
      cells.add("failed by " + blame);
    }
    // A cell that begins with =, +, - or @ would be a formula; these begin with a word of ours.
    answerers.forEach(answerer -> cells.add("answered " + answerer.name()));
    return cells;
  }

  private static List<String> cells(LoadResult result, int index, List<Answerer> answerers) {
    Duration slotLength = result.timeline().slot();
    Duration from = slotLength.multipliedBy(index);
    Slot slot = result.timeline().slots().get(index);
    List<String> cells = new ArrayList<>();
    cells.add(result.start().plus(from).toString());
    cells.add(number(from, 9));
    cells.add(number(slotLength, 9));
    cells.add(Long.toString(slot.answeredByAll()));
    cells.add(Long.toString(slot.failedByAll()));
    cells.add(Long.toString(slot.skipped()));
    cells.add(below(slot, 0.50));
    cells.add(below(slot, 0.99));
    cells.add(number(slot.late(), 6));
    for (Blame blame : Blame.values()) {
      cells.add(Long.toString(slot.failed().getOrDefault(blame, 0L)));
    }
    answerers.forEach(by -> cells.add(Long.toString(slot.answered(by.service(), by.pod()))));
    return cells;
  }

  /** The end of the step of latency by which so many were answered; empty where none was. */
  private static String below(Slot slot, double share) {
    long all = slot.heat().stream().mapToLong(Long::longValue).sum();
    long within = 0;
    for (int bucket = 0; bucket < Heat.BUCKETS - 1; bucket++) {
      within += slot.heat().get(bucket);
      if (within > 0 && within >= share * all) {
        return number(Heat.from(bucket + 1), 6);
      }
    }
    return ""; // slower than the steps go, too
  }

  /**
   * @param digits 6 for milliseconds, 9 for seconds
   */
  private static String number(Duration time, int digits) {
    BigDecimal number = BigDecimal.valueOf(time.toNanos(), digits);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static void row(List<String> cells, PrintWriter out) {
    out.print(cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",")));
    out.print("\r\n");
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
