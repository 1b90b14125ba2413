package greeter.client.method;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests as the user writes them: JSON, as protobuf maps it. */
final class Json {
  private static final String OPTION = "--data";

  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  /** Of JSON that does not fit, characters. */
  private static final int SHOWN = 80;

  private final Descriptor type;
  private final JsonFormat.Parser parser;

  /** Reads messages of this type. */
  Json(Descriptor type) {
    this.type = type;
    this.parser =
        JsonFormat.parser()
            .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder().add(type).build());
  }

  /**
   * The messages as they go over the wire.
   *
   * @param text one object; or, for {@code many}, an array of them
   * @throws Mistake if it is no JSON, or does not fit: which field does not
   */
  List<byte[]> messages(String text, boolean many) throws Mistake {
    JsonElement json = json(text);
    List<byte[]> messages = new ArrayList<>();
    if (json instanceof JsonArray array && many) {
      for (int i = 0; i < array.size(); i++) {
        messages.add(message(array.get(i), "[" + i + "]"));
      }
    } else {
      messages.add(message(json, ""));
    }
    return messages;
  }

  private static JsonElement json(String text) throws Mistake {
    if (text.isBlank()) { // Gson's null
      throw new Mistake(OPTION, text, "JSON, or @FILE with JSON");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("more after its end");
      }
      return json;
    } catch (JsonParseException | IOException e) {
      throw new Mistake(OPTION, beginning(text), "JSON, or @FILE with JSON" + place(e));
    }
  }

  /** The library's words speak to programmers, but for the place. */
  private static String place(Exception e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    return place.find() ? "; wrong at line " + place.group(1) + ", column " + place.group(2) : "";
  }

  private byte[] message(JsonElement json, String path) throws Mistake {
    if (!(json instanceof JsonObject) && isPlain(type)) {
      throw new Mistake(
          OPTION, beginning(json), "a JSON object with the fields of " + type.getFullName());
    }
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    try {
      parser.merge(json.toString(), message);
      if (!message.isInitialized()) {
        String missing = String.join(", ", message.findInitializationErrors());
        throw new Mistake(OPTION, beginning(json), "with the required fields: " + missing);
      }
      return message.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw misfit(json, type, path)
          .orElseGet(() -> new Mistake(OPTION, beginning(json), "a " + type.getFullName()));
    }
  }

  /** The types of google.protobuf have JSON of their own: a Timestamp is a string. */
  private static boolean isPlain(Descriptor type) {
    return !type.getFullName().startsWith("google.protobuf.");
  }

  /** The first field that does not fit, found by trying each alone: the parser names but some. */
  private Optional<Mistake> misfit(JsonElement json, Descriptor of, String path) {
    if (!(json instanceof JsonObject object) || !isPlain(of)) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      Optional<FieldDescriptor> field =
          of.getFields().stream()
              .filter(
                  f -> f.getName().equals(entry.getKey()) || f.getJsonName().equals(entry.getKey()))
              .findFirst();
      if (field.isEmpty()) {
        return Optional.of(
            new Mistake(
                OPTION, here, "a field of %s: %s".formatted(of.getFullName(), Fields.names(of))));
      }
      JsonObject alone = new JsonObject();
      alone.add(entry.getKey(), entry.getValue());
      if (!fits(alone, of)) {
        return Optional.of(inside(entry.getValue(), field.get(), here));
      }
    }
    return Optional.empty();
  }

  private Mistake inside(JsonElement value, FieldDescriptor field, String path) {
    if (field.getJavaType() == JavaType.MESSAGE && !field.isMapField()) {
      List<JsonElement> elements =
          field.isRepeated() && value instanceof JsonArray array ? array.asList() : List.of(value);
      for (int i = 0; i < elements.size(); i++) {
        Optional<Mistake> deeper =
            misfit(
                elements.get(i),
                field.getMessageType(),
                field.isRepeated() ? path + "[" + i + "]" : path);
        if (deeper.isPresent()) {
          return deeper.get();
        }
      }
    }
    return new Mistake(
        OPTION, path + ": " + beginning(value), "a value of type " + Fields.type(field));
  }

  private boolean fits(JsonObject json, Descriptor of) {
    try {
      parser.merge(json.toString(), DynamicMessage.newBuilder(of));
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** A file may be of any length, a message is one line. */
  private static String beginning(Object json) {
    String text = json.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
