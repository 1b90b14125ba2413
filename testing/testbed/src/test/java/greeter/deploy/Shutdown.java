package greeter.deploy;

import greeter.server.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server has the time to drain that it was promised: settle, then grace, and 5 s for the JVM. */
final class Shutdown implements Check {
  private static final Duration JVM = Duration.ofSeconds(5);

  /** Where the pod's spec says nothing. */
  private static final int KUBERNETES_DEFAULT = 30;

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Deployment")
        .forEach(it -> it.containers().forEach(c -> ofContainer(it, c, findings)));
    return findings;
  }

  private static void ofContainer(Resource it, Node container, List<String> findings) {
    ServerConfig config = ServerConfig.from(Environment.of(container));
    Duration needed = config.settle().plus(config.grace()).plus(JVM);
    Duration given =
        Duration.ofSeconds(
            it.pod().at("terminationGracePeriodSeconds").whole().orElse(KUBERNETES_DEFAULT));
    if (given.compareTo(needed) < 0) {
      findings.add(
          it.finding(
              "terminationGracePeriodSeconds %d (expected: %d or more)",
              given.toSeconds(), needed.toSeconds()));
    }
    if (container.at("lifecycle", "preStop").exists()) {
      findings.add(it.finding("preStop, which settles a second time"));
    }
  }
}
