package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The images are those that the build makes.
 *
 * @param built registry/name:tag of each
 */
record Images(Set<String> built) implements Check {
  static final String HELLO = "hello-server";
  static final String GOODBYE = "goodbye-server";
  static final String CLIENT = "greeter-client";

  /** By default, as the parent's pom says. */
  static Images ofBuild() {
    Pom pom = Pom.parent();
    return new Images(
        Set.of(HELLO, GOODBYE, CLIENT).stream()
            .map(
                name ->
                    pom.property("image.registry") + "/" + name + ":" + pom.property("image.tag"))
            .collect(Collectors.toSet()));
  }

  /** The module whose image a container runs. */
  static String module(Node container) {
    return container.at("image").text().replaceFirst(".*/", "").replaceFirst("[:@].*", "");
  }

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.workloads(objects)
        .forEach(it -> it.containers().forEach(c -> ofContainer(it, c, findings)));
    return findings;
  }

  private void ofContainer(Resource it, Node container, List<String> findings) {
    String image = container.at("image").text();
    if (!built.contains(image)) {
      findings.add(it.finding("image %s (expected: one of %s)", image, new TreeSet<>(built)));
    }
    if (!container.at("imagePullPolicy").is("IfNotPresent")) {
      findings.add(it.finding("imagePullPolicy (expected: IfNotPresent)"));
    }
  }
}
