package greeter.client.load.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as text that can be read: what has few levels is one line. */
final class JsonText {
  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * What has more levels than this goes over several lines, as lists of objects do: a slot or a
   * loss is one line.
   */
  private static final int LEVELS_IN_A_LINE = 3;

  private JsonText() {}

  static String of(JsonElement element) {
    StringBuilder text = new StringBuilder();
    write(element, "", text);
    // Gson leaves those beyond ASCII, which terminals obey, too.
    return text.chars()
        .mapToObj(
            c ->
                Character.isISOControl(c) && c != '\n'
                    ? "\\u%04x".formatted(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static void write(JsonElement element, String indent, StringBuilder out) {
    if (levels(element) <= LEVELS_IN_A_LINE) {
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
    if (isListOfObjects(element)) {
      return LEVELS_IN_A_LINE + 1;
    }
    Collection<JsonElement> inside =
        element.isJsonArray()
            ? element.getAsJsonArray().asList()
            : element.getAsJsonObject().asMap().values();
    return 1 + inside.stream().mapToInt(JsonText::levels).max().orElse(0);
  }
}
