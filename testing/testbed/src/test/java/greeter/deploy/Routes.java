package greeter.deploy;

import greeter.api.GoodbyeGrpc;
import greeter.api.HelloGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Both services are routed, each to pods that serve it, by Services and ports that exist. */
final class Routes implements Check {
  private static final Map<String, String> MODULES =
      Map.of(
          HelloGrpc.SERVICE_NAME, Images.HELLO,
          GoodbyeGrpc.SERVICE_NAME, Images.GOODBYE);

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Ingress").forEach(it -> ofIngress(it, objects, findings));
    Resource.of(objects, "GRPCRoute").forEach(it -> ofGrpcRoute(it, objects, findings));
    return findings;
  }

  private static void ofIngress(Resource it, List<Resource> objects, List<String> findings) {
    Set<String> routed = new TreeSet<>();
    for (Node rule : it.at("spec", "rules").items()) {
      for (Node path : rule.at("http", "paths").items()) {
        String service = path.at("path").text().replaceFirst("^/", "");
        routed.add(service);
        Node backend = path.at("backend");
        Node port =
            Stream.of(
                    backend.at("service", "port", "number"),
                    backend.at("service", "port", "name"),
                    backend.at("servicePort"))
                .filter(Node::exists)
                .findFirst()
                .orElse(backend);
        Node name =
            backend.at("serviceName").exists()
                ? backend.at("serviceName")
                : backend.at("service", "name");
        backend(it, service, name, port, objects, findings);
      }
    }
    complete(it, routed, findings);
  }

  private static void ofGrpcRoute(Resource it, List<Resource> objects, List<String> findings) {
    for (Node parent : it.at("spec", "parentRefs").items()) {
      if (Resource.of(objects, "Gateway")
          .filter(gateway -> parent.at("name").is(gateway.name()))
          .flatMap(gateway -> gateway.at("spec", "listeners").items().stream())
          .noneMatch(
              listener -> parent.at("sectionName").value().equals(listener.at("name").value()))) {
        findings.add(it.finding("%s %s: no such listener", parent.path(), parent.textFields()));
      }
    }
    Set<String> routed = new TreeSet<>();
    for (Node rule : it.at("spec", "rules").items()) {
      for (Node match : rule.at("matches").items()) {
        String service = match.at("method", "service").text();
        routed.add(service);
        List<Node> backends = rule.at("backendRefs").items();
        for (Node backend : backends) {
          backend(it, service, backend.at("name"), backend.at("port"), objects, findings);
        }
        if (backends.stream().allMatch(backend -> backend.at("weight").is(0))) {
          findings.add(it.finding("%s: no backend gets a call", rule.path()));
        }
      }
    }
    complete(it, routed, findings);
  }

  private static void complete(Resource it, Set<String> routed, List<String> findings) {
    if (!routed.equals(MODULES.keySet())) {
      findings.add(it.finding("routes %s (expected: %s)", routed, new TreeSet<>(MODULES.keySet())));
    }
  }

  private static void backend(
      Resource it,
      String service,
      Node name,
      Node port,
      List<Resource> objects,
      List<String> findings) {
    List<Resource> found =
        Resource.of(objects, "Service").filter(object -> name.is(object.name())).toList();
    if (found.isEmpty()) {
      findings.add(it.finding("%s %s: no such Service", name.path(), name.text()));
    }
    for (Resource backend : found) {
      if (backend.at("spec", "ports").items().stream()
          .noneMatch(
              each ->
                  port.value().equals(each.at("port").value())
                      || port.value().equals(each.at("name").value()))) {
        findings.add(it.finding("%s %s: no port of %s", port.path(), port.text(), backend));
      }
      Selectors.selected(backend.at("spec", "selector"), objects)
          .flatMap(pods -> pods.containers().stream())
          .map(Images::module)
          .filter(module -> !module.equals(MODULES.get(service)))
          .forEach(module -> findings.add(it.finding("sends %s to %s", service, module)));
    }
  }
}
