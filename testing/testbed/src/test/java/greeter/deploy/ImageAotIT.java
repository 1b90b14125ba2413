package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.testbed.ChildProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

/** Images with the caches that {@code deploy/images/aot} makes of them. */
@Tag("images")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the base is made on Linux alone")
@EnabledIf("canRun")
class ImageAotIT {
  private static final Pattern SERVING =
      Pattern.compile("^serving helloworld.Hello .* port (\\d+)$");

  /** A JVM that cannot use its cache ends. */
  private static final String STRICT = "-XX:AOTMode=on";

  @TempDir static Path folder;
  private static Registry registry;
  private static Checkout checkout;
  private static ImageRoot server;
  private static ImageRoot client;

  static boolean canRun() throws Exception {
    return ImageRoot.canRun();
  }

  @BeforeAll
  static void make() throws Exception {
    registry = Registry.start(folder.resolve("registry"));
    Path tar = folder.resolve("base.tar");
    ImageBase.make(tar);
    String base = "tar://" + tar;
    checkout = Checkout.copy(folder.resolve("checkout"));
    Finished images = checkout.maven(List.of("package", "jib:buildTar", "-Dimage.base=" + base));
    assertThat(images.exitCode()).as(images.output()).isZero();
    Finished aot = checkout.run("deploy/images/aot");
    assertThat(aot.exitCode()).as(aot.output()).isZero();
    checkout.push(registry, base, "aot", "-Dimage.aot");
    server = unpack(Images.HELLO);
    client = unpack(Images.CLIENT);
  }

  private static ImageRoot unpack(String name) throws Exception {
    return ImageRoot.unpack(registry, registry.image(name, "aot"), folder.resolve(name));
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  private static ChildProcess serving(String options) throws Exception {
    return ChildProcess.start(
        server.entryPoint(
            Map.of(
                "GRPC_ADDRESS", "127.0.0.1",
                "GRPC_PORT", "0",
                "POD_NAME", "hello-1",
                "GREETER_SETTLE", "0s",
                "JAVA_TOOL_OPTIONS", options)),
        SERVING);
  }

  /** The second as on a CPU that lacks what this one may have. */
  @ParameterizedTest
  @ValueSource(strings = {STRICT, STRICT + " -XX:UseAVX=0 -XX:UseSSE=2", STRICT + " -Xmx48m"})
  void programs_startFromTheirCaches(String options) throws Exception {
    try (ChildProcess process = serving(options)) {
      Finished load =
          Finished.run(
              client.entryPoint(
                  Map.of("JAVA_TOOL_OPTIONS", options),
                  "load",
                  "--deadline=20s",
                  "--calls=5",
                  "--mix=hello",
                  "127.0.0.1:" + process.readyLine().group(1)));

      assertThat(load.exitCode()).as(load.output()).isZero();
    }
  }

  /** Or it would be of the CPU that made it. */
  @Test
  void cache_holdsNoMachineCode() throws Exception {
    try (ChildProcess process = serving(STRICT + " -Xlog:aot+codecache*=info")) {
      assertThat(process.lines())
          .anyMatch(line -> line.endsWith("AOT Code Cache is empty"))
          .noneMatch(line -> line.contains("AOT code entries"));
    }
  }

  /** As an operator may set it. */
  @Test
  void otherFlags_startWithoutTheCache_andSayNothing() throws Exception {
    String options = "-XX:ObjectAlignmentInBytes=16";
    try (ChildProcess process = serving(options)) {
      assertThat(process.lines().stream().filter(line -> !line.startsWith("Picked up ")))
          .first()
          .asString()
          .matches(SERVING);
    }
    Finished strict =
        Finished.run(client.entryPoint(Map.of("JAVA_TOOL_OPTIONS", options + " " + STRICT)));
    assertThat(strict.exitCode()).as("the guard of the other test").isEqualTo(1);
  }

  @Test
  void wrongUse_isRefused() throws Exception {
    assertThat(checkout.run("deploy/images/aot", "--cpu"))
        .isEqualTo(new Finished(2, "aot: --cpu: no such option (expected: --help)\n"));
    assertThat(Checkout.copy(folder.resolve("unbuilt")).run("deploy/images/aot"))
        .isEqualTo(
            new Finished(
                2,
                "aot: no hello-server/target/jib-image.tar: mvn package jib:buildTar makes it\n"));
  }
}
