package greeter.deploy;

import java.util.ArrayList;
import java.util.List;

/** Pods pass the restricted PodSecurity standard, and get by with less than that permits. */
final class Security implements Check {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  /** In place of a field that came with Kubernetes 1.19. */
  private static final String SECCOMP = "seccomp.security.alpha.kubernetes.io/pod";

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Namespace")
        .filter(it -> !it.at("metadata", "labels", ENFORCE).is("restricted"))
        .forEach(it -> findings.add(it.finding("%s (expected: restricted)", ENFORCE)));
    Resource.workloads(objects).forEach(it -> ofPod(it, findings));
    return findings;
  }

  private static void ofPod(Resource it, List<String> findings) {
    Node pod = it.pod();
    expect(it, pod.at("securityContext", "runAsNonRoot"), true, findings);
    expect(it, pod.at("automountServiceAccountToken"), false, findings);
    if (!it.at("spec", "template", "metadata", "annotations", SECCOMP).is("runtime/default")) {
      expect(it, pod.at("securityContext", "seccompProfile", "type"), "RuntimeDefault", findings);
    }
    for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
      if (pod.at(shared).is(true)) {
        findings.add(it.finding("%s", shared));
      }
    }
    for (Node volume : pod.at("volumes").items()) {
      if (volume.at("hostPath").exists()) {
        findings.add(it.finding("%s", volume.at("hostPath").path()));
      }
    }
    for (Node container : it.containers()) {
      ofContainer(it, container, findings);
    }
  }

  private static void ofContainer(Resource it, Node container, List<String> findings) {
    Node context = container.at("securityContext");
    expect(it, context.at("allowPrivilegeEscalation"), false, findings);
    expect(it, context.at("readOnlyRootFilesystem"), true, findings);
    expect(it, context.at("capabilities", "drop"), List.of("ALL"), findings);
    for (String loosened : List.of("privileged", "procMount")) {
      if (context.at(loosened).exists()) {
        findings.add(it.finding("%s", context.at(loosened).path()));
      }
    }
    if (!context.at("capabilities", "add").items().isEmpty()) {
      findings.add(it.finding("%s", context.at("capabilities", "add").path()));
    }
    // Netty unpacks its native libraries there, and the root file system is read-only.
    if (container.at("volumeMounts").items().stream()
        .noneMatch(m -> m.at("mountPath").is("/tmp"))) {
      findings.add(it.finding("%s: nothing mounted at /tmp", container.path()));
    }
    for (String size : List.of("requests.cpu", "requests.memory", "limits.memory")) {
      if (!container.at("resources").at(size.split("\\.")).exists()) {
        findings.add(it.finding("%s: no %s", container.at("resources").path(), size));
      }
    }
  }

  private static void expect(Resource it, Node place, Object value, List<String> findings) {
    if (!place.is(value)) {
      findings.add(it.finding("%s %s (expected: %s)", place.path(), place.text(), value));
    }
  }
}
