package greeter.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A package of Debian's or Ubuntu's, which needs no root to be unpacked.
 *
 * @param name as apt-get knows it
 */
record DebianPackage(String name) {
  /** Fetches it and unpacks it in a folder; leaves the folder alone if it cannot be had. */
  void unpack(Path folder) {
    if (Command.fetch(folder, "apt-get", "-q", "-o", "Acquire::http::Timeout=20", "download", name)
        .isPresent()) {
      files(folder)
          .forEach(deb -> Command.run(folder, "dpkg-deb", "-x", deb.getFileName().toString(), "."));
    }
  }

  private List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (var found = Files.newDirectoryStream(folder, name + "_*.deb")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
