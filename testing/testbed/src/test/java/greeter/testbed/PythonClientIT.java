package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of another language, on another gRPC: {@code call_services.py} says what it expects. */
@Tag("external")
class PythonClientIT {
  private static Ring ring;

  @TempDir Path folder;

  @BeforeAll
  static void startRing() throws IOException {
    ring = Ring.inProcess(3);
  }

  @AfterAll
  static void stopRing() {
    ring.close();
  }

  @Test
  void python_direct() throws Exception {
    python("direct", ring.hello().get(0).address(), ring.goodbye().get(0).address());
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void python_throughNginx(NginxProgram program) throws Exception {
    try (Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty())) {
      python("ingress", nginx.address());
    }
  }

  private static void python(String... args) throws Exception {
    Process process =
        Children.add(
            Python.program("call_services.py", List.of(args)).redirectErrorStream(true).start());
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
