package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What selects pods selects those that are meant. */
final class Selectors implements Check {
  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Deployment").forEach(it -> ofDeployment(it, findings));
    Resource.of(objects, "Service")
        .forEach(it -> one(it, it.at("spec", "selector"), objects, findings));
    Resource.of(objects, "PodDisruptionBudget")
        .forEach(it -> one(it, it.at("spec", "selector", "matchLabels"), objects, findings));
    Resource.of(objects, "NetworkPolicy")
        .forEach(it -> one(it, it.at("spec", "podSelector", "matchLabels"), objects, findings));
    Resource.of(objects, "HorizontalPodAutoscaler").forEach(it -> ofScaler(it, objects, findings));
    return findings;
  }

  /** The workloads whose pods have all these labels. */
  static Stream<Resource> selected(Node labels, List<Resource> objects) {
    Map<String, String> wanted = labels.textFields();
    return Resource.workloads(objects)
        .filter(it -> it.podLabels().entrySet().containsAll(wanted.entrySet()));
  }

  /** Fewer would be nobody; more would mix the two apps. */
  private static void one(Resource it, Node labels, List<Resource> objects, List<String> findings) {
    List<Resource> pods = selected(labels, objects).toList();
    if (labels.fields().isEmpty() || pods.size() != 1) {
      findings.add(it.finding("selects %s by %s (expected: one)", pods, labels.textFields()));
    }
  }

  private static void ofDeployment(Resource it, List<String> findings) {
    own(it, it.at("spec", "selector", "matchLabels"), findings);
    for (Node constraint : it.pod().at("topologySpreadConstraints").items()) {
      own(it, constraint.at("labelSelector", "matchLabels"), findings);
    }
  }

  private static void own(Resource it, Node labels, List<String> findings) {
    if (labels.fields().isEmpty() || selected(labels, List.of(it)).findAny().isEmpty()) {
      findings.add(
          it.finding(
              "%s %s (expected: labels of its own pods, %s)",
              labels.path(), labels.textFields(), it.podLabels()));
    }
  }

  private static void ofScaler(Resource it, List<Resource> objects, List<String> findings) {
    Node target = it.at("spec", "scaleTargetRef");
    List<Resource> found =
        objects.stream()
            .filter(object -> target.at("apiVersion").is(object.apiVersion()))
            .filter(object -> target.at("kind").is(object.kind()))
            .filter(object -> target.at("name").is(object.name()))
            .toList();
    if (found.isEmpty()) {
      findings.add(it.finding("scales %s (expected: one of %s)", target.textFields(), objects));
    }
    found.stream()
        .filter(object -> object.at("spec", "replicas").exists())
        .forEach(object -> findings.add(object.finding("replicas, which %s sets, too", it)));
  }
}
