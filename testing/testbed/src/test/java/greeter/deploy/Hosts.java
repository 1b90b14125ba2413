package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whatever names the host names the same one.
 *
 * @param host the one
 */
record Hosts(String host) implements Check {
  /** ExternalDNS reads the first from 0.22 on, the second before. */
  static final Set<String> EXTERNAL_DNS =
      Set.of("external-dns.kubernetes.io/hostname", "external-dns.alpha.kubernetes.io/hostname");

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    for (Resource it : objects) {
      for (Node place : places(it)) {
        if (!place.is(host)) {
          findings.add(it.finding("%s \"%s\" (expected: %s)", place.path(), place.text(), host));
        }
      }
      if (it.kind().equals("Ingress")) {
        EXTERNAL_DNS.stream()
            .filter(name -> !it.annotations().containsKey(name))
            .forEach(name -> findings.add(it.finding("no %s", name)));
      }
    }
    return findings;
  }

  private static List<Node> places(Resource it) {
    List<Node> places = new ArrayList<>();
    Node spec = it.at("spec");
    for (String name : EXTERNAL_DNS) {
      Node annotation = it.at("metadata", "annotations", name);
      if (annotation.exists()) {
        places.add(annotation);
      }
    }
    switch (it.kind()) {
      case "Ingress" -> {
        spec.at("rules").items().forEach(rule -> places.add(rule.at("host")));
        spec.at("tls").items().forEach(tls -> places.addAll(some(tls.at("hosts"))));
      }
      case "GRPCRoute" -> places.addAll(some(spec.at("hostnames")));
      case "Gateway" ->
          spec.at("listeners").items().stream()
              .map(listener -> listener.at("hostname"))
              .filter(Node::exists)
              .forEach(places::add);
      default -> {
        // Names no host.
      }
    }
    return places;
  }

  /** At least one: a list that is empty stands for every host. */
  private static List<Node> some(Node list) {
    return list.items().isEmpty() ? List.of(list) : list.items();
  }
}
