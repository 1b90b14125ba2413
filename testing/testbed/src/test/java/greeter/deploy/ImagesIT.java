package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.testbed.ChildProcess;
import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images on a base of our own, pushed to a real registry by {@code mvn package jib:build}. */
@Tag("images")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the base is made on Linux alone")
class ImagesIT {
  private static final Pattern SERVING =
      Pattern.compile("^serving helloworld.Hello .* port (\\d+)$");
  private static final Set<String> NAMES = Set.of(Images.HELLO, Images.GOODBYE, Images.CLIENT);

  @TempDir static Path folder;
  private static Registry registry;
  private static String pushed;
  private static final Map<String, ImageRoot> ROOTS = new HashMap<>();

  @BeforeAll
  static void pushTwice() throws Exception {
    registry = Registry.start(folder.resolve("registry"));
    Path tar = folder.resolve("base.tar");
    ImageBase.make(tar);
    String base = "tar://" + tar;
    pushed = Checkout.copy(folder.resolve("first")).push(registry, base, "first");
    Checkout second = Checkout.copy(folder.resolve("second"));
    second.push(registry, base, "second", "--projects", String.join(",", NAMES), "--also-make");
    second.push(
        registry,
        registry.pushForEach(List.of("amd64", "arm64"), registry.image(Images.HELLO, "first")),
        "all",
        "-Pimage-platforms",
        "--projects",
        Images.HELLO,
        "--also-make");
    for (String name : NAMES) {
      ROOTS.put(
          name, ImageRoot.unpack(registry, registry.image(name, "first"), folder.resolve(name)));
    }
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void atTheRoot_buildsExactlyThree() throws Exception {
    assertThat(registry.repositories())
        .filteredOn(name -> !name.equals("base"))
        .containsExactlyInAnyOrderElementsOf(NAMES);
  }

  /** Built, not run: what the base holds for the other architecture is this one's. */
  @Test
  void profileOfPlatforms_buildsOneNameForTwoArchitectures() throws Exception {
    assertThat(registry.architectures(Images.HELLO, "all"))
        .containsExactlyInAnyOrder("amd64", "arm64");
  }

  @ParameterizedTest
  @ValueSource(strings = {Images.HELLO, Images.GOODBYE, Images.CLIENT})
  void builtTwice_hasOneDigest(String name) throws Exception {
    assertThat(registry.image(name, "first").digest())
        .isEqualTo(registry.image(name, "second").digest())
        .startsWith("sha256:");
  }

  @Test
  void pushed_saysHowDeployComesToUseIt() {
    Matcher line =
        Pattern.compile("\\(cd (\\S+) && kustomize edit set image (.*)\\)").matcher(pushed);
    assertThat(line.find()).as(pushed).isTrue();
    Path settings = Project.root().resolve(line.group(1)).resolve("kustomization.yaml");
    Map<String, String> images =
        Stream.of(line.group(2).split(" "))
            .map(image -> image.split("="))
            .collect(Collectors.toMap(image -> image[0], image -> image[1]));

    // What deploy/ names, and of each the image that the registry now has.
    assertThat(images)
        .isEqualTo(
            Node.read(settings).at("images").items().stream()
                .collect(
                    Collectors.toMap(
                        image -> image.at("name").text(),
                        image ->
                            image
                                .at("newName")
                                .text()
                                .replaceFirst("^localhost/", registry.address() + "/")
                                .concat(":first"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {Images.HELLO, Images.GOODBYE, Images.CLIENT})
  void config_isWhatIsPromised(String name) {
    PushedImage image = ROOTS.get(name).image();
    Node config = image.config().at("config");

    assertThat(image.config().at("os").text()).isEqualTo("linux");
    assertThat(image.config().at("created").text())
        .isEqualTo(Pom.parent().property("project.build.outputTimestamp"));
    assertThat(config.at("User").text()).isEqualTo("65532:65532");
    assertThat(config.at("ExposedPorts").fields().keySet())
        .isEqualTo(name.equals(Images.CLIENT) ? Set.of() : Set.of("8999/tcp"));
    assertThat(config.at("Labels").textFields())
        .containsEntry("org.opencontainers.image.title", name)
        .containsEntry("org.opencontainers.image.version", Pom.parent().property("project.version"))
        .containsEntry("org.opencontainers.image.revision", "0123abc")
        .containsEntry("org.opencontainers.image.source", "https://example.com/greeter")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0");
    assertThat(config.at("Entrypoint").texts()).startsWith("java", "-XX:MaxRAMPercentage=50");
    assertThat(config.at("Cmd").exists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {Images.HELLO, Images.GOODBYE, Images.CLIENT})
  void files_holdNoProgramButJava(String name) throws Exception {
    try (Stream<Path> files = Files.walk(ROOTS.get(name).folder())) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(Files::isExecutable)
                  .map(file -> "/" + ROOTS.get(name).folder().relativize(file))
                  .filter(file -> !file.matches(".*\\.so(\\.\\d+)*")))
          .contains("/opt/java/bin/java")
          .allMatch(file -> file.startsWith("/opt/java/"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Images.HELLO, Images.GOODBYE, Images.CLIENT})
  void jars_areThoseThatRun(String name) throws Exception {
    try (Stream<Path> files = Files.walk(ROOTS.get(name).folder().resolve("app"))) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(jar -> jar.endsWith("jar")))
          .contains(name + "-" + Pom.parent().property("project.version") + ".jar")
          .noneMatch(jar -> jar.matches("(.*-tests|junit.*|assertj.*|" + name + ")\\.jar"));
    }
  }

  @Test
  void code_isASmallLayer() {
    PushedImage image = ROOTS.get(Images.HELLO).image();

    // Base, libraries, this project's own, the program, the class path.
    assertThat(image.layers()).hasSize(5);
    assertThat(image.layerSize(2) + image.layerSize(3) + image.layerSize(4)).isLessThan(300_000);
    assertThat(image.layers().subList(0, 2))
        .isEqualTo(ROOTS.get(Images.GOODBYE).image().layers().subList(0, 2));
  }

  @Test
  @EnabledIf("canRun")
  void server_runsOnAReadOnlyRoot_answersTheClient_andDrains() throws Exception {
    ProcessBuilder server =
        ROOTS
            .get(Images.HELLO)
            .entryPoint(
                Map.of(
                    "GRPC_ADDRESS", "127.0.0.1",
                    "GRPC_PORT", "0",
                    "POD_NAME", "hello-1",
                    "GREETER_SETTLE", "0s"));
    try (ChildProcess process = ChildProcess.start(server, SERVING)) {
      // The first line: no warning came before it.
      assertThat(process.lines()).first().asString().matches(SERVING);
      Finished client =
          Finished.run(
              ROOTS
                  .get(Images.CLIENT)
                  .entryPoint(
                      Map.of(),
                      "spread",
                      "--deadline",
                      "20s",
                      "--calls",
                      "1",
                      "127.0.0.1:" + process.readyLine().group(1)));

      assertThat(client.output()).contains("hello-1").doesNotContain("WARNING");
      // It reads more of the JVM: what its processors do.
      Finished load =
          Finished.run(
              ROOTS
                  .get(Images.CLIENT)
                  .entryPoint(
                      Map.of(),
                      "load",
                      "--deadline=20s",
                      "--calls=5",
                      "--mix=hello",
                      "127.0.0.1:" + process.readyLine().group(1)));
      assertThat(load.exitCode()).as(load.output()).isZero();

      // Not terminate(), which closes its output, too.
      Finished.run(new ProcessBuilder("sh", "-c", "kill -TERM " + process.pid()));
      assertThat(process.exitCode()).isZero();
      assertThat(process.lines()).last().asString().contains("no call was cut");
    }
  }

  @Test
  @EnabledIf("canRun")
  void clientsVersion_isTheProjects() throws Exception {
    assertThat(Finished.run(ROOTS.get(Images.CLIENT).entryPoint(Map.of(), "--version")))
        .isEqualTo(
            new Finished(0, "greeter-client " + Pom.parent().property("project.version") + "\n"));
  }

  @Test
  @EnabledIf("canRun")
  void jvm_followsTheLimits_andItsOperator() throws Exception {
    String flags =
        Finished.run(
                ROOTS
                    .get(Images.CLIENT)
                    .entryPoint(
                        Map.of(
                            "JAVA_TOOL_OPTIONS",
                            "-XX:+PrintFlagsFinal -XX:ActiveProcessorCount=1 -Xmx48m"),
                        "--version"))
            .output();

    assertThat(flags)
        .containsPattern("MaxRAMPercentage += 50\\.0")
        .containsPattern("UseSerialGC += true")
        .containsPattern("UseCompactObjectHeaders += true")
        .containsPattern("ExitOnOutOfMemoryError += true")
        .containsPattern("MaxHeapSize += " + 48 * 1024 * 1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {Images.HELLO, Images.CLIENT})
  @EnabledIf("canRun")
  void nativeLibraries_load(String name) throws Exception {
    assertThat(Finished.run(ROOTS.get(name).probe(NativesProbe.class, Optional.empty())))
        .isEqualTo(
            new Finished(
                0,
                """
                epoll: true
                OpenSSL: true
                elliptic curves: EC
                certificate authorities: true
                time zone: %s
                """
                    .formatted("GMT")));
  }

  @Test
  @EnabledIf("canRun")
  void withoutLibgcc_openSslIsMissing() throws Exception {
    ImageRoot root = ROOTS.get(Images.HELLO);
    String libgcc;
    try (Stream<Path> files = Files.walk(root.folder())) {
      libgcc =
          files
              .filter(file -> file.getFileName().toString().equals("libgcc_s.so.1"))
              .map(file -> "/" + root.folder().relativize(file))
              .findFirst()
              .orElseThrow();
    }

    assertThat(Finished.run(root.probe(NativesProbe.class, Optional.of(libgcc))).output())
        .contains("epoll: true", "OpenSSL: false");
  }

  /** Whether it can, and if it cannot, a line that says so: a skipped test alone is too quiet. */
  static boolean canRun() throws IOException, InterruptedException {
    boolean can = ImageRoot.canRun();
    if (!can) {
      System.out.println("not run: what the images start (no user namespaces with mounts here)");
    }
    return can;
  }
}
