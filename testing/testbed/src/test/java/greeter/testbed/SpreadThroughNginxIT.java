package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job: real jars as processes, a real nginx, and the real client. */
@Tag("external")
@Execution(ExecutionMode.CONCURRENT)
class SpreadThroughNginxIT {
  private static final List<String> HELLO = List.of("hello-1", "hello-2", "hello-3");
  private static final List<String> GOODBYE = List.of("goodbye-1", "goodbye-2", "goodbye-3");

  private static Ring ring;

  @TempDir Path folder;

  @BeforeAll
  static void startRing() throws Exception {
    ring = Ring.ofProcesses(3, Map.of("GREETER_SETTLE", "0s"));
  }

  @AfterAll
  static void stopRing() {
    ring.close();
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void spread_oneConnection(NginxProgram program) throws Exception {
    assertEven(spread(program, "--connections", "1"), 2400, 800);
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void spread_freshConnections(NginxProgram program) throws Exception {
    // The turn is shared among workers, so many connections share the calls as one does.
    assertEven(spread(program, "--connections", "fresh", "--calls", "1200"), 1200, 400);
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void spread_pool(NginxProgram program) throws Exception {
    assertEven(spread(program, "--connections", "8"), 2400, 800);
  }

  private static void assertEven(Client.Result result, int calls, int callsOfEach) {
    assertThat(result.out())
        .contains("Hello: %d calls over".formatted(calls))
        .contains("Goodbye: %d calls over".formatted(calls))
        .contains(": %d answered, 0 failed\n".formatted(calls))
        .doesNotContain("replayed") // no GOAWAY in the middle
        .endsWith("\nPASS\n");
    assertThat(HELLO)
        .allSatisfy(
            pod -> assertThat(result.out()).containsPattern(pod + " +" + callsOfEach + " "));
    assertThat(GOODBYE)
        .allSatisfy(
            pod -> assertThat(result.out()).containsPattern(pod + " +" + callsOfEach + " "));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  private Client.Result spread(NginxProgram program, String... options) throws Exception {
    try (Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty())) {
      String[] args = new String[options.length + 4];
      args[0] = "spread";
      args[1] = nginx.address();
      args[2] = "--expect-pods";
      args[3] = "3";
      System.arraycopy(options, 0, args, 4, options.length);
      return Client.run(args);
    }
  }
}
