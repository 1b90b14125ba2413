package greeter.deploy;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An object of the API, as kubectl renders it. */
record Resource(Node node) {
  /** The objects of a rendering. */
  static List<Resource> parse(String yaml) {
    return Node.parse(yaml).stream().map(Resource::new).toList();
  }

  static Stream<Resource> of(List<Resource> all, String... kinds) {
    return all.stream().filter(resource -> List.of(kinds).contains(resource.kind()));
  }

  /** Whatever makes pods. */
  static Stream<Resource> workloads(List<Resource> all) {
    return all.stream().filter(resource -> resource.pod().exists());
  }

  Node at(String... keys) {
    return node.at(keys);
  }

  String apiVersion() {
    return at("apiVersion").text();
  }

  String kind() {
    return at("kind").text();
  }

  String name() {
    return at("metadata", "name").text();
  }

  Map<String, String> annotations() {
    return at("metadata", "annotations").textFields();
  }

  /** The spec of the pods that it makes. */
  Node pod() {
    return at("spec", "template", "spec");
  }

  Map<String, String> podLabels() {
    return at("spec", "template", "metadata", "labels").textFields();
  }

  List<Node> containers() {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> pod().at(list).items().stream())
        .toList();
  }

  /** A finding about it. */
  @FormatMethod
  String finding(String format, Object... args) {
    return this + ": " + format.formatted(args);
  }

  @Override
  public String toString() {
    return kind() + "/" + name();
  }
}
