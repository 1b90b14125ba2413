package greeter.deploy;

import greeter.server.ServerConfig;
import greeter.server.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every port that is named is one that a container has. */
final class Ports implements Check {
  private static final Setting<?> PORT =
      ServerConfig.SETTINGS.stream()
          .filter(setting -> setting.name().equals("GRPC_PORT"))
          .findFirst()
          .orElseThrow();

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Service").forEach(it -> ofService(it, objects, findings));
    Resource.of(objects, "NetworkPolicy").forEach(it -> ofPolicy(it, objects, findings));
    Resource.of(objects, "Deployment").forEach(it -> ofDeployment(it, findings));
    return findings;
  }

  /** By number or by name. */
  static boolean has(Resource workload, Node port) {
    return ports(workload)
        .anyMatch(
            it ->
                port.value().equals(it.at("containerPort").value())
                    || port.value().equals(it.at("name").value()));
  }

  private static Stream<Node> ports(Resource workload) {
    return workload.containers().stream().flatMap(it -> it.at("ports").items().stream());
  }

  private static void ofService(Resource it, List<Resource> objects, List<String> findings) {
    List<Node> ports = it.at("spec", "ports").items();
    if (ports.isEmpty()) {
      findings.add(it.finding("no port"));
    }
    for (Node port : ports) {
      Node target = port.at("targetPort").exists() ? port.at("targetPort") : port.at("port");
      Selectors.selected(it.at("spec", "selector"), objects)
          .filter(pods -> !has(pods, target))
          .forEach(pods -> findings.add(unknown(it, target, pods)));
      // Of a headless Service nothing translates: clients connect to the pods' own port.
      if (it.at("spec", "clusterIP").is("None")) {
        Selectors.selected(it.at("spec", "selector"), objects)
            .filter(pods -> !has(pods, port.at("port")))
            .forEach(pods -> findings.add(unknown(it, port.at("port"), pods)));
      }
    }
  }

  private static void ofPolicy(Resource it, List<Resource> objects, List<String> findings) {
    for (Node rule : it.at("spec", "ingress").items()) {
      for (Node port : rule.at("ports").items()) {
        Selectors.selected(it.at("spec", "podSelector", "matchLabels"), objects)
            .filter(pods -> !has(pods, port.at("port")))
            .forEach(pods -> findings.add(unknown(it, port.at("port"), pods)));
      }
    }
  }

  private static void ofDeployment(Resource it, List<String> findings) {
    for (Node container : it.containers()) {
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        // Kubernetes 1.16 knows no startup probe; the other two must be there.
        if (container.at(probe).exists() || !probe.equals("startupProbe")) {
          ofProbe(it, container.at(probe), findings);
        }
      }
      String listens = Environment.of(container).getOrDefault(PORT.name(), PORT.fallback());
      if (container.at("ports").items().stream()
          .noneMatch(port -> port.at("containerPort").text().equals(listens))) {
        findings.add(
            it.finding("%s listens on %s, no containerPort", container.at("name").text(), listens));
      }
    }
  }

  private static void ofProbe(Resource it, Node probe, List<String> findings) {
    Node port =
        Stream.of("grpc", "tcpSocket", "httpGet")
            .map(kind -> probe.at(kind, "port"))
            .filter(Node::exists)
            .findFirst()
            .orElse(probe);
    if (!has(it, port)) {
      findings.add(unknown(it, port, it));
    }
  }

  private static String unknown(Resource it, Node port, Resource pods) {
    List<Map<String, String>> known = ports(pods).map(Node::textFields).toList();
    return it.finding("%s %s (expected: of %s, %s)", port.path(), port.text(), pods, known);
  }
}
