package greeter.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** deploy/ as it stands, rendered once for all tests. */
final class Deployed {
  private static final Renderings RENDERINGS = render();

  private Deployed() {}

  static Renderings renderings() {
    return RENDERINGS;
  }

  /** Those of one kustomization. */
  static List<Resource> objects(String kustomization) {
    List<Resource> objects = RENDERINGS.all().get(kustomization);
    if (objects == null) {
      throw new IllegalArgumentException(
          kustomization + " (expected: one of " + RENDERINGS.all().keySet() + ")");
    }
    return objects;
  }

  /** Its one setting. */
  static String host() {
    return Node.read(Renderings.DEPLOY.resolve("settings/settings.yaml")).at("data", "host").text();
  }

  private static Renderings render() {
    try {
      Path scratch = Files.createTempDirectory("kustomize");
      try {
        return Renderings.of(Kubectl.find(), Kustomizations.below(Renderings.DEPLOY), scratch);
      } finally {
        try (Stream<Path> files = Files.walk(scratch)) {
          files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
