package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All that has a namespace is in the one that the project makes. */
final class Namespaces implements Check {
  static final String NAME = "greeter";

  private static final Set<String> CLUSTER_WIDE =
      Set.of("Namespace", "GatewayClass", "IngressClass", "ClusterRole", "ClusterRoleBinding");

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    for (Resource it : objects) {
      Node place =
          it.kind().equals("Namespace")
              ? it.at("metadata", "name")
              : it.at("metadata", "namespace");
      boolean isNamed = it.kind().equals("Namespace") || !CLUSTER_WIDE.contains(it.kind());
      if (isNamed && !place.is(NAME)) {
        findings.add(it.finding("%s \"%s\" (expected: %s)", place.path(), place.text(), NAME));
      }
    }
    return findings;
  }
}
