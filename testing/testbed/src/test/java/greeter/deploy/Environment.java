package greeter.deploy;

import greeter.goodbye.Sayings;
import greeter.server.BadSetting;
import greeter.server.ServerConfig;
import greeter.server.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers are told what they know, and nothing else. */
final class Environment implements Check {
  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Deployment")
        .forEach(it -> it.containers().forEach(c -> ofContainer(it, c, findings)));
    return findings;
  }

  /** The variables whose values stand there; those of a pod's fields are its own. */
  static Map<String, String> of(Node container) {
    Map<String, String> env = new LinkedHashMap<>();
    for (Node variable : container.at("env").items()) {
      if (variable.at("value").exists()) {
        env.put(variable.at("name").text(), variable.at("value").text());
      }
    }
    return env;
  }

  private static void ofContainer(Resource it, Node container, List<String> findings) {
    List<Setting<?>> known = settings(container);
    for (Node variable : container.at("env").items()) {
      String name = variable.at("name").text();
      Optional<Setting<?>> setting =
          known.stream().filter(each -> each.name().equals(name)).findFirst();
      if (setting.isEmpty()) {
        findings.add(
            it.finding("%s (expected: %s)", name, known.stream().map(Setting::name).toList()));
      } else if (variable.at("value").exists()) {
        try {
          setting.get().ifSet(Map.of(name, variable.at("value").text()));
        } catch (BadSetting e) {
          findings.add(it.finding("%s", e.getMessage()));
        }
      }
    }
    if (container.at("envFrom").exists()) {
      findings.add(it.finding("envFrom, whose names nobody checks"));
    }
    // Kubernetes would set variables of its own: GRPC_PORT, for a Service named grpc.
    if (!it.pod().at("enableServiceLinks").is(false)) {
      findings.add(it.finding("enableServiceLinks (expected: false)"));
    }
  }

  private static List<Setting<?>> settings(Node container) {
    return Images.module(container).equals(Images.GOODBYE)
        ? Stream.concat(ServerConfig.SETTINGS.stream(), Stream.of(Sayings.FILE)).toList()
        : ServerConfig.SETTINGS;
  }
}
