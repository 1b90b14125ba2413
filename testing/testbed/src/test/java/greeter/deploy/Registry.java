package greeter.deploy;

import greeter.testbed.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An image registry on loopback, that of the Distribution project. */
final class Registry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";

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

  /**
   * Pushes images of one layer that another repository has, one for each architecture, under one
   * name.
   *
   * @return the name, as Jib takes it
   */
  String pushForEach(List<String> architectures, PushedImage from)
      throws IOException, InterruptedException {
    String name = "base";
    Node layer = from.manifest().at("layers").items().get(0);
    Node diff = from.config().at("rootfs", "diff_ids").items().get(0);
    send(
        "POST",
        name + "/blobs/uploads/?mount=" + layer.at("digest").text() + "&from=" + from.name(),
        "",
        "");
    List<String> manifests = new ArrayList<>();
    for (String architecture : architectures) {
      String config =
          """
          {"architecture": "%s", "os": "linux", "config": {},
           "rootfs": {"type": "layers", "diff_ids": ["%s"]}}"""
              .formatted(architecture, diff.text());
      String upload =
          send("POST", name + "/blobs/uploads/", "", "").headers().firstValue("Location").get();
      send("PUT", upload + "&digest=" + digest(config), "application/octet-stream", config);
      String manifest =
          """
          {"schemaVersion": 2, "mediaType": "%s",
           "config": {"mediaType": "application/vnd.docker.container.image.v1+json",
                      "size": %d, "digest": "%s"},
           "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                       "size": %s, "digest": "%s"}]}"""
              .formatted(
                  MANIFEST,
                  config.length(),
                  digest(config),
                  layer.at("size").text(),
                  layer.at("digest").text());
      send("PUT", name + "/manifests/" + digest(manifest), MANIFEST, manifest);
      manifests.add(
          """
          {"mediaType": "%s", "size": %d, "digest": "%s",
           "platform": {"architecture": "%s", "os": "linux"}}"""
              .formatted(MANIFEST, manifest.length(), digest(manifest), architecture));
    }
    String list =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s]}"""
            .formatted(LIST, String.join(", ", manifests));
    send("PUT", name + "/manifests/all", LIST, list);
    return address() + "/" + name + ":all";
  }

  /** The architectures of an image that has several. */
  List<String> architectures(String name, String tag) throws IOException, InterruptedException {
    return Node.parse(get(name + "/manifests/" + tag).body())
        .get(0)
        .at("manifests")
        .items()
        .stream()
        .map(manifest -> manifest.at("platform", "architecture").text())
        .toList();
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

  private HttpResponse<String> send(String method, String path, String type, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + address() + "/v2/").resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> sent = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (sent.statusCode() / 100 != 2) {
      throw new IOException(path + ": " + sent.statusCode() + " " + sent.body());
    }
    return sent;
  }

  private static String digest(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address() + "/v2/" + path))
        .header("Accept", MANIFEST + ", " + LIST + ", */*")
        .build();
  }
}
