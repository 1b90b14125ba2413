package greeter.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A place in a YAML document.
 *
 * @param path as spec.ports[0].name
 * @param value what stands there: a map, a list, a scalar, or empty for nothing
 */
record Node(String path, Optional<Object> value) {
  /** The documents of a text, without the empty ones; a key that stands twice is an error. */
  static List<Node> parse(String yaml) {
    List<Node> documents = new ArrayList<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      if (document != null) {
        documents.add(new Node("", Optional.of(document)));
      }
    }
    return documents;
  }

  /** The one document of a file. */
  static Node read(Path file) {
    try {
      List<Node> documents = parse(Files.readString(file));
      if (documents.size() != 1) {
        throw new IllegalArgumentException(file + ": " + documents.size() + " documents, not 1");
      }
      return documents.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Node at(String... keys) {
    Node place = this;
    for (String key : keys) {
      place = place.field(key);
    }
    return place;
  }

  boolean exists() {
    return value.isPresent();
  }

  boolean is(Object expected) {
    return value.filter(expected::equals).isPresent();
  }

  /** A scalar as text, empty where there is none. */
  String text() {
    return value
        .filter(v -> !(v instanceof Map || v instanceof List))
        .map(String::valueOf)
        .orElse("");
  }

  Optional<Integer> whole() {
    return value.filter(Integer.class::isInstance).map(Integer.class::cast);
  }

  /** The elements of a list, none where there is no list. */
  List<Node> items() {
    List<Node> items = new ArrayList<>();
    if (value.orElse(null) instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        items.add(new Node(path + "[" + i + "]", Optional.ofNullable(list.get(i))));
      }
    }
    return items;
  }

  /** The fields of a map, none where there is no map. */
  Map<String, Node> fields() {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (value.orElse(null) instanceof Map<?, ?> map) {
      map.forEach((key, v) -> fields.put(String.valueOf(key), field(String.valueOf(key), v)));
    }
    return fields;
  }

  List<String> texts() {
    return items().stream().map(Node::text).toList();
  }

  /** The fields of a map of scalars. */
  Map<String, String> textFields() {
    return fields().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().text()));
  }

  /** This place and all below it. */
  Stream<Node> walk() {
    return Stream.concat(
        Stream.of(this),
        Stream.concat(fields().values().stream(), items().stream()).flatMap(Node::walk));
  }

  private Node field(String key) {
    return field(key, value.orElse(null) instanceof Map<?, ?> map ? map.get(key) : null);
  }

  private Node field(String key, Object of) {
    return new Node(path.isEmpty() ? key : path + "." + key, Optional.ofNullable(of));
  }
}
