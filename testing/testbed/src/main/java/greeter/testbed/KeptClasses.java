package greeter.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Classes that the processes of a jar keep for one another, so that all but the first start soon.
 */
final class KeptClasses {
  private KeptClasses() {}

  /** Options of java for a jar; none before Java 19, which cannot do it by itself. */
  static List<String> options(Path jar) throws IOException {
    if (Runtime.version().feature() < 19) {
      return List.of();
    }
    String name = jar.getFileName().toString().replace(".jar", ".jsa");
    Path archive = jar.resolveSibling(name);
    if (Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
      Files.delete(archive); // of another jar
    }
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive,
        "-Xlog:disable"); // which of them cannot be kept
  }
}
