package greeter.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that some program's YAML may have.
 *
 * @param paths as nodes[].role; those that end with .* may have anything below
 */
record KnownKeys(Set<String> paths) {
  /** A list beside the tests: a path on each line, and comments, which name its source. */
  static KnownKeys of(String resource) {
    return new KnownKeys(lines(resource).stream().collect(Collectors.toSet()));
  }

  static List<String> lines(String resource) {
    try (InputStream in = KnownKeys.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that are not known. */
  List<String> unknown(Node place) {
    List<String> unknown = new ArrayList<>();
    unknown(place, "", unknown);
    return unknown;
  }

  private void unknown(Node place, String path, List<String> unknown) {
    if (paths.contains(path + ".*")) {
      return;
    }
    for (Map.Entry<String, Node> field : place.fields().entrySet()) {
      String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (isKnown(below)) {
        unknown(field.getValue(), below, unknown);
      } else {
        unknown.add(field.getValue().path());
      }
    }
    for (Node item : place.items()) {
      unknown(item, path + "[]", unknown);
    }
  }

  private boolean isKnown(String path) {
    return paths.stream()
        .anyMatch(
            known ->
                known.equals(path)
                    || known.startsWith(path + ".")
                    || known.startsWith(path + "[]"));
  }
}
