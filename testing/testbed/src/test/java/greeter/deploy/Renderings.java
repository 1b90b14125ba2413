package greeter.deploy;

import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kustomizations of deploy/ render, by name: ".", "ingress-nginx/tls" or, for a component
 * on top of the folder it is in, "apps + apps/autoscaling".
 *
 * @param all of them
 * @param applied those that users apply
 */
record Renderings(Map<String, List<Resource>> all, Map<String, List<Resource>> applied) {
  static final Path DEPLOY = Project.root().resolve("deploy");

  /** Brings namespace and apps; all others are applied beside it. */
  private static final String APPS = "apps";

  static Renderings of(Kubectl kubectl, Kustomizations kustomizations, Path scratch)
      throws IOException, InterruptedException {
    Map<String, List<Resource>> all = new LinkedHashMap<>();
    Map<String, List<Resource>> applied = new LinkedHashMap<>();
    Path root = kustomizations.root();
    for (Path folder : kustomizations.all()) {
      List<Resource> objects = Resource.parse(kubectl.render(folder));
      all.put(name(root, folder), objects);
      if (kustomizations.applied().contains(folder)) {
        applied.put(name(root, folder), objects);
      }
    }
    for (Path component : kustomizations.optional()) {
      String name = name(root, component.getParent()) + " + " + name(root, component);
      List<Resource> objects =
          Resource.parse(kubectl.render(on(component.getParent(), component, scratch)));
      all.put(name, objects);
      applied.put(name, objects);
    }
    return new Renderings(all, applied);
  }

  /** With the apps that they are applied beside, where they do not bring their own. */
  Map<String, List<Resource>> completed() {
    Map<String, List<Resource>> completed = new LinkedHashMap<>();
    applied.forEach(
        (name, objects) -> {
          List<Resource> both = new ArrayList<>(objects);
          if (Resource.of(objects, "Namespace").findAny().isEmpty()) {
            both.addAll(all.get(APPS));
          }
          completed.put(name, both);
        });
    return completed;
  }

  /** A kustomization of both. It names them relatively, since kustomize takes nothing else. */
  private static Path on(Path folder, Path component, Path scratch) throws IOException {
    Path real = scratch.toRealPath();
    return Files.writeString(
            real.resolve("kustomization.yaml"),
            """
            resources: ["%s"]
            components: ["%s"]
            """
                .formatted(real.relativize(folder), real.relativize(component)))
        .getParent();
  }

  private static String name(Path root, Path folder) {
    return folder.equals(root) ? "." : root.relativize(folder).toString();
  }
}
