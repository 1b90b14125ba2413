package greeter.client.load.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
import greeter.client.load.event.Events;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * For programs, and for {@link LoadJsonReader}: one object, in which nothing is rounded. {@code
 * load.schema.json} beside it has its form, {@code docs/load-json.md} says what each field means.
 * {@code version} rises when a field changes its meaning or goes; new ones may come at any time.
 */
public final class LoadJson implements LoadReport {
  static final int VERSION = 4;
  static final String KIND = "load";

  @Override
  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    out.println(JsonText.of(root(result, verdict)));
  }

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
    Map<Loss, String> endedPods = Events.endedPods(result);
    root.add("losses", array(result.losses(), loss -> object(loss, endedPods.get(loss))));
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
    object.add("deadline", seconds(asked.deadline()));
    object.addProperty("payloadBytes", asked.payloadBytes());
    asked.retries().ifPresent(attempts -> object.addProperty("retries", attempts));
    object.addProperty("raw", asked.raw());
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
    object.addProperty("retried", counts.retried());
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
    object.add("youths", array(pod.youths(), LoadJson::object));
    return object;
  }

  private static JsonObject object(PodLoad.Youth youth) {
    JsonObject object = new JsonObject();
    object.add("from", seconds(youth.from()));
    object.add("latency", object(youth.latency()));
    return object;
  }

  private static JsonObject object(Generator generator, Duration lasted) {
    JsonObject object = new JsonObject();
    object.add("cpu", seconds(generator.cpu()));
    object.addProperty("cores", generator.cores());
    object.addProperty("wasTheLimit", generator.isTheLimit(lasted));
    object.addProperty("fellBehind", generator.fellBehind());
    object.add("late", object(generator.late()));
    return object;
  }

  private static JsonObject object(Loss loss, String endedPod) {
    JsonObject object = new JsonObject();
    object.add("at", seconds(loss.at()));
    object.addProperty("service", loss.service());
    loss.pod().ifPresent(pod -> object.addProperty("pod", pod));
    if (endedPod != null) {
      object.addProperty("endedPod", endedPod);
    }
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
    new TreeMap<>(slot.answered())
        .forEach(
            (service, pods) -> {
              JsonObject byPod = new JsonObject();
              new TreeMap<>(pods).forEach(byPod::addProperty);
              answered.add(service, byPod);
            });
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

  static String label(ConnectionLoad.End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }
}
