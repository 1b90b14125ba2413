package greeter.deploy;

import greeter.testbed.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An image registry on loopback, that of the Distribution project. */
final class Registry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ChildProcess process;

  private Registry(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder for its files
   * @throws IOException if it cannot be started
   */
  static Registry start(Path folder) throws IOException {
    Path config =
        Files.writeString(
            Files.createDirectories(folder).resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "127.0.0.1:0"}
            """
                .formatted(folder.resolve("images")));
    // Debian calls the program otherwise than its authors do.
    Path program =
        Stream.of("docker-registry", "registry")
            .flatMap(
                name ->
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () -> new IOException("no docker-registry on PATH: see deploy/local/test"));
    return new Registry(
        ChildProcess.start(
            new ProcessBuilder(program.toString(), "serve", config.toString()), LISTENING));
  }

  /** As 127.0.0.1:5000. */
  String address() {
    return process.readyLine().group(1);
  }

  List<String> repositories() throws IOException, InterruptedException {
    return Node.parse(get("_catalog").body()).get(0).at("repositories").texts();
  }

  /**
   * An image that was pushed.
   *
   * @param reference tag or digest
   */
  PushedImage image(String name, String reference) throws IOException, InterruptedException {
    HttpResponse<String> manifest = get(name + "/manifests/" + reference);
    String digest = manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
    Node content = Node.parse(manifest.body()).get(0);
    String config = content.at("config", "digest").text();
    return new PushedImage(
        name, digest, content, Node.parse(get(name + "/blobs/" + config).body()).get(0));
  }

  /** Unpacks the layers of an image, the lowest first. */
  void unpack(PushedImage image, Path folder) throws IOException, InterruptedException {
    for (String layer : image.layers()) {
      Path file = Files.createTempFile("layer", ".tar.gz");
      try {
        HttpResponse<Path> got =
            http.send(
                request(image.name() + "/blobs/" + layer), HttpResponse.BodyHandlers.ofFile(file));
        if (got.statusCode() != 200) {
          throw new IOException(layer + ": " + got.statusCode());
        }
        Finished tar =
            Finished.run(
                new ProcessBuilder(
                    "tar", "-xzf", file.toString(), "-C", folder.toString(), "--no-same-owner"));
        if (tar.exitCode() != 0) {
          throw new IOException(tar.output());
        }
      } finally {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpResponse<String> got = http.send(request(path), HttpResponse.BodyHandlers.ofString());
    if (got.statusCode() != 200) {
      throw new IOException(path + ": " + got.statusCode() + " " + got.body());
    }
    return got;
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address() + "/v2/" + path))
        .header("Accept", MANIFEST + ", */*")
        .build();
  }
}
