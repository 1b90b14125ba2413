package greeter.client.html;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

/** The data of a page's script, as it may stand between the tags of one. */
final class Json {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  /** In ASCII, and without a character that means anything to HTML. */
  static String of(JsonElement data) {
    StringBuilder out = new StringBuilder();
    // Outside of strings JSON has none of these, and inside every character may be a code.
    GSON.toJson(data)
        .chars()
        .forEach(
            c -> {
              if (c >= 0x7f || c == '<' || c == '>' || c == '&' || c == '\'') {
                out.append("\\u%04x".formatted(c));
              } else {
                out.append((char) c);
              }
            });
    return out.toString();
  }
}
