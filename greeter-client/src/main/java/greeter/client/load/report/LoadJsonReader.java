package greeter.client.load.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Generator;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what {@link LoadJson} has written. */
public final class LoadJsonReader {
  private LoadJsonReader() {}

  /**
   * The run that {@link LoadJson#print} wrote.
   *
   * @param text lines before and after it are passed over, so that the log of a pod will do
   * @throws IllegalArgumentException if it is nothing of the kind, with why in one line
   */
  public static LoadResult read(String text) {
    JsonObject root = object(text);
    String kind = root.has("kind") ? root.get("kind").toString() : "none";
    if (!kind.equals('"' + LoadJson.KIND + '"')) {
      throw new IllegalArgumentException(
          "kind " + Wire.printable(kind) + " (expected: \"" + LoadJson.KIND + "\")");
    }
    String version = root.has("version") ? root.get("version").toString() : "none";
    if (!version.equals(Integer.toString(LoadJson.VERSION))) {
      throw new IllegalArgumentException(
          "version " + Wire.printable(version) + " (expected: " + LoadJson.VERSION + ")");
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

  private static LoadResult result(JsonObject root) {
    return new LoadResult(
        text(root, "target"),
        asked(field(root, "asked").getAsJsonObject()),
        Instant.parse(text(root, "start")),
        time(root, "lasted"),
        field(root, "interrupted").getAsBoolean(),
        list(root, "services", LoadJsonReader::service),
        timeline(field(root, "timeline").getAsJsonObject()),
        list(root, "losses", LoadJsonReader::loss),
        number(root, "lossesNotListed"),
        list(root, "connections", LoadJsonReader::connection),
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
        time(object, "deadline"),
        field(object, "payloadBytes").getAsInt(),
        object.has("retries")
            ? OptionalInt.of(object.get("retries").getAsInt())
            : OptionalInt.empty(),
        // Files of before it was told have neither this nor retried.
        object.has("raw") && object.get("raw").getAsBoolean());
  }

  private static Counts counts(JsonObject object) {
    return new Counts(
        number(object, "skipped"),
        number(object, "answered"),
        number(object, "failed"),
        number(object, "replayed"),
        object.has("retried") ? number(object, "retried") : 0);
  }

  private static Latency latency(JsonObject object, String name) {
    return Latency.decoded(text(field(object, name).getAsJsonObject(), "histogram"));
  }

  private static ServiceLoad service(JsonObject object) {
    return new ServiceLoad(
        text(object, "service"),
        counts(field(object, "counts").getAsJsonObject()),
        latency(object, "latency"),
        list(object, "pods", LoadJsonReader::pod));
  }

  private static PodLoad pod(JsonObject object) {
    return new PodLoad(
        text(object, "pod"),
        number(object, "failed"),
        time(object, "first"),
        time(object, "last"),
        latency(object, "latency"),
        list(object, "youths", LoadJsonReader::youth));
  }

  private static PodLoad.Youth youth(JsonObject object) {
    return new PodLoad.Youth(time(object, "from"), latency(object, "latency"));
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
    return new Timeline(slot, list(object, "slots", LoadJsonReader::slot));
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
            .collect(Collectors.toMap(Map.Entry::getKey, service -> byPod(service.getValue()))),
        field(object, "failed").getAsJsonObject().entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> blame(each.getKey()), each -> each.getValue().getAsLong())),
        heat,
        time(object, "late"));
  }

  private static Map<String, Long> byPod(JsonElement pods) {
    return pods.getAsJsonObject().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, pod -> pod.getValue().getAsLong()));
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
