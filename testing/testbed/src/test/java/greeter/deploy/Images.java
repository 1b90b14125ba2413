package greeter.deploy;

import greeter.testbed.Project;
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

  /** Those of the modules that Jib does not skip, as they are called by default. */
  static Images ofBuild() {
    Pom parent = Pom.parent();
    return new Images(
        parent.modules().stream()
            .map(module -> Pom.read(Project.root().resolve(module)))
            .filter(module -> module.find("jib.skip").filter("false"::equals).isPresent())
            .map(module -> image(parent, module.artifactId()))
            .collect(Collectors.toSet()));
  }

  private static String image(Pom parent, String name) {
    return "%s/%s:%s"
        .formatted(parent.property("image.registry"), name, parent.property("image.tag"));
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
