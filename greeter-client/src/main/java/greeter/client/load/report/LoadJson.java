package greeter.client.load.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.check.JsonReport;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Generator;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline;
import greeter.client.load.Timeline.Slot;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * For programs, and read back: one object, in which nothing is rounded. {@code load.schema.json}
 * beside it has its form, {@code docs/load-json.md} says what each field means. {@code version}
 * rises when a field changes its meaning or goes; new ones may come at any time.
 */
public final class LoadJson implements LoadReport {
  static final int VERSION = 1;
  static final String KIND = "load";

  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

  /** What has more levels than this goes over several lines: a slot or a loss is one line. */
  private static final int LEVELS_IN_A_LINE = 2;

  @Override
  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    StringBuilder text = new StringBuilder();
    write(root(result, verdict), "", text);
    // Gson leaves those beyond ASCII, which terminals obey, too.
    text.chars()
        .mapToObj(
            c ->
                Character.isISOControl(c) && c != '\n'
                    ? "\\u%04x".formatted(c)
                    : String.valueOf((char) c))
        .forEach(out::print);
    out.println();
  }

  /**
   * The run that {@link #print} wrote.
   *
   * @param text lines before and after it are passed over, so that the log of a pod will do
   * @throws IllegalArgumentException if it is nothing of the kind, with why in one line
   */
  public static LoadResult read(String text) {
    JsonObject root = object(text);
    String kind = root.has("kind") ? root.get("kind").toString() : "none";
    if (!kind.equals('"' + KIND + '"')) {
      throw new IllegalArgumentException(
          "kind " + Wire.printable(kind) + " (expected: \"" + KIND + "\")");
    }
    String version = root.has("version") ? root.get("version").toString() : "none";
    if (!version.equals(Integer.toString(VERSION))) {
      throw new IllegalArgumentException(
          "version " + Wire.printable(version) + " (expected: " + VERSION + ")");
    }
    try {
      return result(root);
    } catch (RuntimeException e) { // what Gson and the JDK's readers throw, and what lacks a field
      throw new IllegalArgumentException(
          "not a whole result of load: " + Wire.printable(String.valueOf(e.getMessage())), e);
    }
  }

  private static JsonObject object(String text) {
    int start = text.lastIndexOf("\n{") + 1;
    int end = text.indexOf("\n}", start);
    try {
      return JsonParser.parseString(
              end < 0 ? text.substring(start) : text.substring(start, end + 2))
          .getAsJsonObject();
    } catch (RuntimeException e) { // not JSON, or not an object
      throw new IllegalArgumentException("not the JSON of load", e);
    }
  }

  // --- Written

  private static JsonObject root(LoadResult result, LoadVerdict verdict) {
    JsonObject root = new JsonObject();
    root.addProperty("version", VERSION);
    root.addProperty("kind", KIND);
    root.addProperty("grade", verdict.grade().label());
    root.add("lines", array(verdict.lines(), LoadJson::object));
    root.add("findings", array(verdict.findings(), JsonReport::object));
    root.addProperty("target", result.target());
    root.add("asked", object(result.asked()));
    root.addProperty("start", result.start().toString());
    root.add("lasted", seconds(result.lasted()));
    root.addProperty("interrupted", result.interrupted());
    root.addProperty("throughput", result.throughput());
    root.add("counts", object(result.counts()));
    root.add("latency", object(result.latency()));
    root.add("services", array(result.services(), LoadJson::object));
    root.add("generator", object(result.generator(), result.lasted()));
    root.add("losses", array(result.losses(), LoadJson::object));
    root.addProperty("lossesNotListed", result.lossesNotListed());
    root.add("connections", array(result.connections(), LoadJson::object));
    root.addProperty("connectionsNotListed", result.connectionsNotListed());
    root.add("timeline", object(result.timeline()));
    return root;
  }

  private static JsonObject object(LoadVerdict.Line line) {
    JsonObject object = new JsonObject();
    object.addProperty("grade", line.grade().label());
    object.addProperty("text", line.text());
    return object;
  }

  private static JsonObject object(Asked asked) {
    JsonObject object = new JsonObject();
    object.addProperty("pace", asked.pace());
    asked.rate().ifPresent(rate -> object.addProperty("rate", rate));
    object.addProperty("mix", asked.mix());
    object.addProperty("connections", asked.connections());
    object.addProperty("maxInFlight", asked.maxInFlight());
    object.addProperty("payloadBytes", asked.payloadBytes());
    return object;
  }

  private static JsonObject object(Counts counts) {
    JsonObject object = new JsonObject();
    object.addProperty("intended", counts.intended());
    object.addProperty("skipped", counts.skipped());
    object.addProperty("sent", counts.sent());
    object.addProperty("answered", counts.answered());
    object.addProperty("failed", counts.failed());
    object.addProperty("replayed", counts.replayed());
    return object;
  }

  private static JsonObject object(Latency latency) {
    JsonObject object = new JsonObject();
    object.addProperty("count", latency.count());
    object.add("p50", seconds(latency.at(50)));
    object.add("p90", seconds(latency.at(90)));
    object.add("p99", seconds(latency.at(99)));
    object.add("p99.9", seconds(latency.at(99.9)));
    object.add("p99.99", seconds(latency.at(99.99)));
    object.add("max", seconds(latency.max()));
    object.addProperty("histogram", latency.encoded());
    return object;
  }

  private static JsonObject object(ServiceLoad service) {
    JsonObject object = new JsonObject();
    object.addProperty("service", service.service());
    object.add("counts", object(service.counts()));
    object.add("latency", object(service.latency()));
    object.add("pods", array(service.pods(), LoadJson::object));
    return object;
  }

  private static JsonObject object(PodLoad pod) {
    JsonObject object = new JsonObject();
    object.addProperty("pod", pod.pod());
    object.addProperty("failed", pod.failed());
    object.add("first", seconds(pod.first()));
    object.add("last", seconds(pod.last()));
    object.add("latency", object(pod.latency()));
    object.add("young", object(pod.young()));
    return object;
  }

  private static JsonObject object(Generator generator, Duration lasted) {
    JsonObject object = new JsonObject();
    object.add("cpu", seconds(generator.cpu()));
    object.addProperty("cores", generator.cores());
    object.addProperty("wasTheLimit", generator.isTheLimit(lasted));
    object.add("late", object(generator.late()));
    return object;
  }

  private static JsonObject object(Loss loss) {
    JsonObject object = new JsonObject();
    object.add("at", seconds(loss.at()));
    object.addProperty("service", loss.service());
    loss.pod().ifPresent(pod -> object.addProperty("pod", pod));
    object.addProperty("blame", loss.blame().toString());
    object.addProperty("code", loss.code());
    object.addProperty("reason", loss.reason());
    object.addProperty("calls", loss.calls());
    return object;
  }

  private static JsonObject object(ConnectionLoad connection) {
    JsonObject object = new JsonObject();
    object.addProperty("channel", connection.channel());
    object.add("opened", seconds(connection.opened()));
    connection.ended().ifPresent(ended -> object.add("ended", seconds(ended)));
    object.addProperty("end", label(connection.end()));
    object.addProperty("answered", connection.answered());
    object.addProperty("spread", connection.spread());
    return object;
  }

  private static JsonObject object(Timeline timeline) {
    JsonObject object = new JsonObject();
    object.add("slot", seconds(timeline.slot()));
    JsonArray from = new JsonArray();
    for (int bucket = 0; bucket < Heat.BUCKETS; bucket++) {
      from.add(seconds(Heat.from(bucket)));
    }
    object.add("heatFrom", from);
    object.add("slots", array(timeline.slots(), LoadJson::object));
    return object;
  }

  private static JsonObject object(Slot slot) {
    JsonObject object = new JsonObject();
    JsonObject answered = new JsonObject();
    new TreeMap<>(slot.answered()).forEach(answered::addProperty);
    object.add("answered", answered);
    JsonObject failed = new JsonObject();
    new TreeMap<>(slot.failed()).forEach((blame, n) -> failed.addProperty(blame.toString(), n));
    object.add("failed", failed);
    object.addProperty("skipped", slot.skipped());
    object.add("late", seconds(slot.late()));
    object.add("heat", array(slot.heat(), JsonPrimitive::new));
    return object;
  }

  private static JsonPrimitive seconds(Duration time) {
    BigDecimal number = BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros();
    return new JsonPrimitive(number.scale() < 0 ? number.setScale(0) : number);
  }

  private static <T> JsonArray array(List<T> all, Function<T, JsonElement> element) {
    JsonArray array = new JsonArray();
    all.forEach(each -> array.add(element.apply(each)));
    return array;
  }

  private static void write(JsonElement element, String indent, StringBuilder out) {
    if (levels(element) <= LEVELS_IN_A_LINE && !isListOfObjects(element)) {
      out.append(LINE.toJson(element));
      return;
    }
    String inner = indent + "  ";
    String before = "\n";
    if (element.isJsonArray()) {
      out.append('[');
      for (JsonElement each : element.getAsJsonArray()) {
        out.append(before).append(inner);
        write(each, inner, out);
        before = ",\n";
      }
      out.append('\n').append(indent).append(']');
    } else {
      out.append('{');
      for (Map.Entry<String, JsonElement> each : element.getAsJsonObject().entrySet()) {
        out.append(before).append(inner).append(LINE.toJson(each.getKey())).append(": ");
        write(each.getValue(), inner, out);
        before = ",\n";
      }
      out.append('\n').append(indent).append('}');
    }
  }

  private static boolean isListOfObjects(JsonElement element) {
    return element.isJsonArray()
        && !element.getAsJsonArray().isEmpty()
        && element.getAsJsonArray().get(0).isJsonObject();
  }

  private static int levels(JsonElement element) {
    if (element.isJsonPrimitive()) {
      return 0;
    }
    Collection<JsonElement> inside =
        element.isJsonArray()
            ? element.getAsJsonArray().asList()
            : element.getAsJsonObject().asMap().values();
    return 1 + inside.stream().mapToInt(LoadJson::levels).max().orElse(0);
  }

  private static String label(ConnectionLoad.End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }

  // --- Read

  private static LoadResult result(JsonObject root) {
    return new LoadResult(
        text(root, "target"),
        asked(field(root, "asked").getAsJsonObject()),
        Instant.parse(text(root, "start")),
        time(root, "lasted"),
        field(root, "interrupted").getAsBoolean(),
        list(root, "services", LoadJson::service),
        timeline(field(root, "timeline").getAsJsonObject()),
        list(root, "losses", LoadJson::loss),
        number(root, "lossesNotListed"),
        list(root, "connections", LoadJson::connection),
        number(root, "connectionsNotListed"),
        generator(field(root, "generator").getAsJsonObject()));
  }

  private static Asked asked(JsonObject object) {
    return new Asked(
        text(object, "pace"),
        Optional.ofNullable(object.get("rate")).map(JsonElement::getAsDouble),
        text(object, "mix"),
        field(object, "connections").getAsInt(),
        field(object, "maxInFlight").getAsInt(),
        field(object, "payloadBytes").getAsInt());
  }

  private static Counts counts(JsonObject object) {
    return new Counts(
        number(object, "skipped"),
        number(object, "answered"),
        number(object, "failed"),
        number(object, "replayed"));
  }

  private static Latency latency(JsonObject object, String name) {
    return Latency.decoded(text(field(object, name).getAsJsonObject(), "histogram"));
  }

  private static ServiceLoad service(JsonObject object) {
    return new ServiceLoad(
        text(object, "service"),
        counts(field(object, "counts").getAsJsonObject()),
        latency(object, "latency"),
        list(object, "pods", LoadJson::pod));
  }

  private static PodLoad pod(JsonObject object) {
    return new PodLoad(
        text(object, "pod"),
        number(object, "failed"),
        time(object, "first"),
        time(object, "last"),
        latency(object, "latency"),
        latency(object, "young"));
  }

  private static Generator generator(JsonObject object) {
    return new Generator(
        time(object, "cpu"), field(object, "cores").getAsInt(), latency(object, "late"));
  }

  private static Loss loss(JsonObject object) {
    return new Loss(
        time(object, "at"),
        text(object, "service"),
        Optional.ofNullable(object.get("pod")).map(JsonElement::getAsString),
        blame(text(object, "blame")),
        text(object, "code"),
        text(object, "reason"),
        number(object, "calls"));
  }

  private static ConnectionLoad connection(JsonObject object) {
    return new ConnectionLoad(
        field(object, "channel").getAsInt(),
        time(object, "opened"),
        object.has("ended") ? Optional.of(time(object, "ended")) : Optional.empty(),
        one(ConnectionLoad.End.values(), LoadJson::label, text(object, "end")),
        number(object, "answered"),
        field(object, "spread").getAsBoolean());
  }

  private static Timeline timeline(JsonObject object) {
    Duration slot = time(object, "slot");
    if (slot.isZero() || slot.isNegative()) {
      throw new IllegalArgumentException("slot: " + object.get("slot") + " (expected: above 0)");
    }
    return new Timeline(slot, list(object, "slots", LoadJson::slot));
  }

  private static Slot slot(JsonObject object) {
    List<Long> heat =
        field(object, "heat").getAsJsonArray().asList().stream()
            .map(JsonElement::getAsLong)
            .toList();
    if (heat.size() != Heat.BUCKETS) {
      throw new IllegalArgumentException(
          "heat: %d steps (expected: %d)".formatted(heat.size(), Heat.BUCKETS));
    }
    return new Slot(
        number(object, "skipped"),
        field(object, "answered").getAsJsonObject().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().getAsLong())),
        field(object, "failed").getAsJsonObject().entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> blame(each.getKey()), each -> each.getValue().getAsLong())),
        heat,
        time(object, "late"));
  }

  private static Blame blame(String text) {
    return one(Blame.values(), Blame::toString, text);
  }

  private static <T> T one(T[] all, Function<T, String> name, String text) {
    return Arrays.stream(all)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s (expected: %s)"
                        .formatted(
                            text, Arrays.stream(all).map(name).collect(Collectors.joining(", ")))));
  }

  private static JsonElement field(JsonObject object, String name) {
    if (!object.has(name)) {
      throw new IllegalArgumentException(name + ": missing");
    }
    return object.get(name);
  }

  private static String text(JsonObject object, String name) {
    return field(object, name).getAsString();
  }

  private static long number(JsonObject object, String name) {
    return field(object, name).getAsLong();
  }

  private static Duration time(JsonObject object, String name) {
    return Duration.ofNanos(
        field(object, name).getAsBigDecimal().movePointRight(9).longValueExact());
  }

  private static <T> List<T> list(JsonObject object, String name, Function<JsonObject, T> element) {
    return field(object, name).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(element)
        .toList();
  }
}
