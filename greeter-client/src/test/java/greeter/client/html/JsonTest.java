package greeter.client.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "a & b ' \" \\ \\u003c",
        "\u2028\u2029\u202e\u00e4\ud83d\ude00\u0000\u007f"
      })
  void anyText_comesBack_andMeansNothingToHtml(String text) {
    JsonObject data = new JsonObject();
    JsonArray names = new JsonArray();
    names.add(text);
    data.add(text, names);

    String json = Json.of(data);

    assertThat(json).matches("[\\x20-\\x7e]*").doesNotContain("<", ">", "&", "'");
    assertThat(JsonParser.parseString(json)).isEqualTo(data);
  }

  @Test
  void angleBracket_isItsCode() {
    JsonArray names = new JsonArray();
    names.add("<");

    assertThat(Json.of(names)).isEqualTo("[\"\\u003c\"]");
  }
}
