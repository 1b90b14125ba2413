package greeter.client.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import greeter.client.load.Asked;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoadJsonTest {
  private static final Path PAGE = Path.of("../docs/load-json.md");

  static Stream<LoadResult> results() {
    LoadResult rollout = LoadResults.rollout();
    return Stream.of(
        rollout,
        LoadResults.lost(),
        LoadResults.with(rollout, LoadResults.late()),
        LoadResults.with(
            rollout,
            new Asked(
                "64 callers",
                Optional.empty(),
                "Hello=1",
                64,
                64,
                Duration.ofMillis(1_500),
                1_024,
                OptionalInt.empty(),
                false)),
        LoadResults.of(
            List.of(Call.answered("Hello", 333_333, "\u001b\u009b</script>\u2028\"\\ü😀", 7)),
            Instant.parse("2026-11-23T10:15:00.123456789Z"),
            Duration.ofNanos(1_000_000_001),
            0.1));
  }

  @ParameterizedTest
  @MethodSource("results")
  void run_isReadBackAsItWas(LoadResult result) {
    assertThat(LoadJsonReader.read(json(result))).isEqualTo(result);
  }

  @ParameterizedTest
  @MethodSource("results")
  void json_isOfItsSchema(LoadResult result) throws IOException {
    assertThat(validator().validate(json(result), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("results")
  void json_hasNoFieldThatTheSchemaHasNot(LoadResult result) throws IOException {
    JsonObject schema = schema();

    assertKnown(JsonParser.parseString(json(result)), schema, schema);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "kind": "load"  | "kind": "check"
          "version": 4    | "version": 1
          "lasted": 30    | "lasted": "30"
          "failed":9      | "failed":-9
          "blame":"proxy" | "blame":"weather"
          """)
  void change_isNotOfTheSchema(String old, String changed) throws IOException {
    String json = json(LoadResults.rollout());

    assertThat(json).contains(old);
    assertThat(validator().validate(json.replace(old, changed), InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void page_explainsEachField() throws IOException {
    String page = Files.readString(PAGE);
    JsonObject schema = schema();

    assertDocumented(page, "The run", schema);
    schema.getAsJsonObject("$defs").entrySet().stream()
        .forEach(def -> assertDocumented(page, def.getKey(), def.getValue().getAsJsonObject()));
  }

  @Test
  void json_ofAPodsLog_isFound() {
    LoadResult result = LoadResults.rollout();

    assertThat(LoadJsonReader.read("{warming up\n500/s {ok}\n" + json(result) + "done\n"))
        .isEqualTo(result);
  }

  @Test
  void json_inOneLine_isRead() {
    LoadResult result = LoadResults.rollout();

    assertThat(LoadJsonReader.read(JsonParser.parseString(json(result)).toString()))
        .isEqualTo(result);
  }

  @Test
  void json_hasNoControlCharacters() {
    assertThat(results().map(LoadJsonTest::json))
        .allSatisfy(json -> assertThat(json).doesNotContain("\u001b", "\u009b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "kind": "load"  | "kind": "check"   | kind "check" (expected: "load")
          "kind": "load"  | "sort": "load"    | kind none (expected: "load")
          "version": 4    | "version": 1      | version 1 (expected: 4)
          "lasted": 30    | "lasts": 30       | not a whole result of load: lasted: missing
          "blame":"proxy" | "blame":"weather" | not a whole result of load: weather (expected: app, proxy, network, cannot tell)
          "slot": 1,      | "slot": 0,        | not a whole result of load: slot: 0 (expected: above 0)
          "heat":[        | "heat":[1,        | not a whole result of load: heat: 43 steps (expected: 42)
          "histogram":"HI | "histogram":"XX   | not a whole result of load: not a compressed HdrHistogram in base64
          """)
  void otherJson_isRefused(String old, String changed, String message) {
    String json = json(LoadResults.rollout()).replace(old, changed);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadJsonReader.read(json))
        .withMessage(message);
  }

  /** Runs are kept as baselines, so those of an older client must be read. */
  @Test
  void readsAFileOfBeforeAttemptsWereTold() {
    LoadResult result = LoadResults.lost();
    String old =
        json(result).replaceAll(",\\s*\"(raw|retried|fellBehind)\":\\s*(false|true|0)", "");

    assertThat(old).doesNotContain("retried", "\"raw\"", "fellBehind");
    assertThat(LoadJsonReader.read(old)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({"''", "none", "'[]'", "'{'", "null"})
  void otherText_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoadJsonReader.read(text))
        .withMessage("not the JSON of load");
  }

  private static String json(LoadResult result) {
    return Printed.by(LoadOutput.JSON, result);
  }

  private static JsonObject schema() throws IOException {
    try (InputStream in = LoadJson.class.getResourceAsStream("load.schema.json")) {
      return JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static JsonSchema validator() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema().toString());
  }

  private static void assertKnown(JsonElement element, JsonObject of, JsonObject root) {
    JsonObject schema =
        of.has("$ref")
            ? root.getAsJsonObject("$defs")
                .getAsJsonObject(of.get("$ref").getAsString().replace("#/$defs/", ""))
            : of;
    if (element.isJsonArray()) {
      element
          .getAsJsonArray()
          .forEach(each -> assertKnown(each, schema.getAsJsonObject("items"), root));
    } else if (element.isJsonObject() && !schema.has("additionalProperties")) {
      for (Map.Entry<String, JsonElement> each : element.getAsJsonObject().entrySet()) {
        assertThat(schema.getAsJsonObject("properties").keySet()).contains(each.getKey());
        assertKnown(
            each.getValue(),
            schema.getAsJsonObject("properties").getAsJsonObject(each.getKey()),
            root);
      }
    }
  }

  private static void assertDocumented(String page, String section, JsonObject schema) {
    assertThat(page).contains("\n## " + section + "\n");
    String text = page.substring(page.indexOf("\n## " + section + "\n") + 1);
    int end = text.indexOf("\n## ");
    assertThat(schema.getAsJsonObject("properties").keySet())
        .isNotEmpty()
        .allSatisfy(
            field ->
                assertThat(text.substring(0, end))
                    .containsPattern("\n\\| `\\Q" + field + "\\E` \\| [`\\w]"));
  }
}
