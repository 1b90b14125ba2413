package greeter.client.check;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import greeter.api.Wire;
import java.io.PrintWriter;

/**
 * For programs: one object. {@code version} rises when a field changes its meaning or goes; new
 * ones may come at any time.
 */
public final class JsonReport implements Report {
  private static final int VERSION = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    JsonObject root = root(checked.target(), checked.verdict(failOn).label());
    root.addProperty("seconds", checked.took().toMillis() / 1000.0);
    checked.cutShort().ifPresent(why -> root.addProperty("cutShort", Wire.printable(why)));
    JsonArray results = new JsonArray();
    checked.results().forEach(result -> results.add(object(result)));
    root.add("results", results);
    out.println(GSON.toJson(root));
  }

  @Override
  public void unreachable(String target, String why, PrintWriter out) {
    JsonObject root = root(target, "unreachable");
    root.addProperty("error", Wire.printable(why));
    root.add("results", new JsonArray());
    out.println(GSON.toJson(root));
  }

  private static JsonObject root(String target, String verdict) {
    JsonObject root = new JsonObject();
    root.addProperty("version", VERSION);
    root.addProperty("target", target);
    root.addProperty("verdict", verdict);
    return root;
  }

  /** A result with all that is known of it. */
  public static JsonObject object(Result result) {
    JsonObject object = new JsonObject();
    object.addProperty("code", result.code().label());
    object.addProperty("group", result.code().group().label());
    object.addProperty("title", result.code().title());
    object.addProperty("grade", result.grade().label());
    object.addProperty("line", Wire.printable(result.line()));
    result
        .number()
        .ifPresent(
            number -> {
              object.addProperty("number", number);
              object.addProperty("unit", result.code().bounds().unit());
            });
    object.add("seen", GSON.toJsonTree(result.seen().stream().map(Wire::printable).toList()));
    result.blame().ifPresent(blame -> object.addProperty("blame", blame.toString()));
    object.addProperty("cause", Wire.printable(result.cause()));
    JsonArray fixes = new JsonArray();
    for (Explanation.Fix fix : result.fixes()) {
      JsonObject one = new JsonObject();
      one.addProperty("where", fix.where());
      one.addProperty("setting", fix.settingAlone());
      fixes.add(one);
    }
    object.add("fixes", fixes);
    return object;
  }
}
