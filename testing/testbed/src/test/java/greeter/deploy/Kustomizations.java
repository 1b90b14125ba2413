package greeter.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kustomizations below a folder, found by walking it, so that none can be forgotten.
 *
 * @param root the folder, normalized
 * @param files the folder of each, and its kustomization.yaml
 */
record Kustomizations(Path root, Map<Path, Node> files) {
  static Kustomizations below(Path root) {
    Map<Path, Node> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(file -> file.endsWith("kustomization.yaml"))
          .sorted()
          .forEach(file -> files.put(file.getParent(), Node.read(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Kustomizations(root, files);
  }

  /** Those that render by themselves. */
  List<Path> all() {
    return files.keySet().stream().filter(folder -> !isComponent(folder)).toList();
  }

  /** Those that are meant to be applied: nothing builds upon them, or they are the root's parts. */
  List<Path> applied() {
    Set<Path> used =
        files.keySet().stream()
            .filter(folder -> !folder.equals(root))
            .flatMap(folder -> uses(folder).stream())
            .collect(Collectors.toSet());
    used.removeAll(uses(root));
    return all().stream().filter(folder -> !used.contains(folder)).toList();
  }

  /**
   * Components that nothing uses: whoever wants them puts them on top of the folder they are in.
   */
  List<Path> optional() {
    Set<Path> used =
        files.keySet().stream()
            .flatMap(folder -> uses(folder).stream())
            .collect(Collectors.toSet());
    return files.keySet().stream()
        .filter(this::isComponent)
        .filter(folder -> !used.contains(folder))
        .toList();
  }

  /** The folders that one names. */
  List<Path> uses(Path folder) {
    List<Path> used = new ArrayList<>();
    for (String list : List.of("resources", "components")) {
      files.get(folder).at(list).texts().stream()
          .map(name -> folder.resolve(name).normalize())
          .filter(files::containsKey)
          .forEach(used::add);
    }
    return used;
  }

  private boolean isComponent(Path folder) {
    return files.get(folder).at("kind").is("Component");
  }
}
