package greeter.testbed;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of this project are. */
public final class Project {
  private static final Path ROOT = findRoot();

  private Project() {}

  /** The checkout's top folder. */
  public static Path root() {
    return ROOT;
  }

  /**
   * An executable jar of the build.
   *
   * @throws IllegalStateException if it has not been built
   */
  public static Path jar(String module) {
    String name = Path.of(module).getFileName() + ".jar";
    Path jar = ROOT.resolve(module).resolve("target").resolve(name);
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          ROOT.relativize(jar) + " is not there: `mvn package -DskipTests` builds it");
    }
    return jar;
  }

  /** The java of this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path findRoot() {
    // From the class's own place, so that it does not matter where a user or Maven stands.
    Path place;
    try {
      place = Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    for (Path folder = place; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("deploy/local/nginx.conf"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no checkout of the project around " + place);
  }
}
