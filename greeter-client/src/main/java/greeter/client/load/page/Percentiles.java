package greeter.client.load.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import greeter.client.html.Element;
import greeter.client.html.Table;
import greeter.client.html.Words;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latency by percentile: a line for each service, and a row for each service and pod. */
final class Percentiles {
  private static final double[] COLUMNS = {50, 90, 99, 99.9, 99.99};

  /** Points of a line in each step from one nine to the next. */
  private static final int POINTS = 20;

  /** What was quicker was quicker than the clock, and a log axis knows no zero. */
  private static final double LEAST_MILLIS = 1e-3;

  private final LoadResult result;

  Percentiles(LoadResult result) {
    this.result = result;
  }

  List<Element> elements() {
    if (result.latency().count() == 0) {
      return List.of(Element.of("p", "No call was answered."));
    }
    Table table = new Table("Latency of answered calls, by service and pod").column("of");
    for (double column : COLUMNS) {
      table.number("p" + (column == Math.rint(column) ? "%.0f" : "%s").formatted(column));
    }
    table.number("max").number("answered");
    if (result.services().size() > 1) {
      table.row(row(Element.of("strong", "all"), result.latency()));
    }
    for (ServiceLoad service : result.services()) {
      table.row(row(Element.of("strong").wire(service.service()), service.latency()));
      for (PodLoad pod : service.pods().stream().filter(p -> p.answered() > 0).toList()) {
        Element name = Element.of("span").styled("of");
        table.row(row(TimeRows.name(name, pod.pod()), pod.latency()));
      }
    }
    List<Element> elements = new ArrayList<>();
    elements.add(
        Element.of(
            "p",
            "The further right, the rarer: each step holds a tenth of the calls of the one before."));
    elements.add(
        Element.of("div")
            .styled("plot")
            .with("data-plot", "percentiles")
            .with("role", "img")
            .with("aria-label", "Latency by percentile; the table below has the numbers."));
    elements.add(table.element());
    return elements;
  }

  private static List<Element> row(Element name, Latency latency) {
    List<Element> row = new ArrayList<>(List.of(name));
    for (double column : COLUMNS) {
      row.add(Element.of("span", within(latency, latency.at(column))));
    }
    row.add(Element.of("span", within(latency, latency.max())));
    row.add(Element.of("span", Words.count(latency.count())));
    return row;
  }

  /** A time of these; none took any, where there are none. */
  static String within(Latency latency, Duration time) {
    return latency.count() == 0 ? "none" : Words.time(time);
  }

  /** The lines share their x, which is the number of nines; a line ends with its slowest call. */
  JsonObject data() {
    Map<String, Latency> lines = new LinkedHashMap<>();
    if (result.services().size() != 1) {
      lines.put("all", result.latency());
    }
    result.services().forEach(service -> lines.put(service.service(), service.latency()));
    long most = result.latency().count();
    int points = most == 0 ? 0 : 1 + (int) Math.ceil(POINTS * Math.log10((double) most));
    JsonArray x = new JsonArray();
    for (int i = 0; i < points; i++) {
      x.add(i / (double) POINTS);
    }
    JsonArray names = new JsonArray();
    JsonArray millis = new JsonArray();
    lines.forEach(
        (name, latency) -> {
          names.add(name);
          millis.add(line(latency, points));
        });
    JsonObject data = new JsonObject();
    data.add("x", x);
    data.add("names", names);
    data.add("millis", millis);
    return data;
  }

  private static JsonArray line(Latency latency, int points) {
    JsonArray line = new JsonArray();
    double end = Math.ceil(POINTS * Math.log10((double) Math.max(1, latency.count())));
    for (int i = 0; i < points; i++) {
      if (latency.count() == 0 || i > end) {
        line.add(JsonNull.INSTANCE);
      } else {
        double percentile = 100 * (1 - Math.pow(10, -i / (double) POINTS));
        line.add(Math.max(LEAST_MILLIS, latency.at(percentile).toNanos() / 1e6));
      }
    }
    return line;
  }
}
