package greeter.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As a process of its own: what only main does. */
@Timeout(60)
class MainTest {
  @TempDir Path folder;

  /** gRPC would log a stack trace first. */
  @Test
  void main_unknownHost_exitsWith1AndNoStackTrace() throws Exception {
    Path err = folder.resolve("err");
    Process process = main("greeter.invalid:80").redirectError(err.toFile()).start();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    // Newer JVMs may warn of Netty before it; the packaged jar's manifest allows what Netty does.
    assertThat(Files.readAllLines(err, UTF_8))
        .last()
        .asString()
        .startsWith("Hello failed: UNAVAILABLE: Unable to resolve host greeter.invalid: ");
    assertThat(Files.readString(err, UTF_8)).doesNotContain("\tat ", "Failed to resolve name");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void main_outputThatCannotBeWritten_exitsWith70() throws Exception {
    Path err = folder.resolve("err");
    Process process =
        main("--help").redirectError(err.toFile()).redirectOutput(new File("/dev/full")).start();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(70);
    assertThat(Files.readString(err, UTF_8)).startsWith("standard output: cannot be written");
  }

  private static ProcessBuilder main(String argument) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        GreeterClient.class.getName(),
        argument);
  }
}
