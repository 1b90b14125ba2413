package greeter.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerMainTest {
  private static final Setting<Integer> OWN = Setting.whole("OWN", 1, 9, 5, "a number of its own");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void help_namesEverySetting() throws InterruptedException {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("test-server serves gRPC in cleartext HTTP/2 (h2c) until SIGTERM or Ctrl-C.")
        .contains(ServerConfig.SETTINGS.stream().map(Setting::name).toList())
        .contains("  OWN  a number of its own\n      1..9 (default: 5)\n")
        .endsWith("\nExit codes: 0 drained, 1 cannot listen, 2 bad setting.\n");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void argument_isRefused() throws InterruptedException {
    assertThat(run(Map.of(), "-v\u001b")).isEqualTo(2);
    assertRefused(
        "argument: \"-v\\u001b\" (expected: none; --help lists the environment that is read)");
  }

  @Test
  void helpWithMore_isRefused() throws InterruptedException {
    assertThat(run(Map.of(), "--help", "me")).isEqualTo(2);
    assertRefused(
        "argument: \"--help\" (expected: none; --help lists the environment that is read)");
  }

  @Test
  void badSetting_isRefused() throws InterruptedException {
    assertThat(run(Map.of("GRPC_PORT", "http"))).isEqualTo(2);
    assertRefused("GRPC_PORT: \"http\" (expected: 0..65535)");
  }

  @Test
  void badSettingOfItsOwn_isRefused() throws InterruptedException {
    assertThat(run(Map.of("OWN", "10"))).isEqualTo(2);
    assertRefused("OWN: \"10\" (expected: 1..9)");
  }

  private int run(Map<String, String> env, String... args) throws InterruptedException {
    ServerMain main =
        new ServerMain(
            "test-server",
            List.of(OWN),
            (config, given) -> {
              OWN.in(given);
              throw new AssertionError("must not come to serving");
            });
    return main.run(args, env, stream(out), stream(err));
  }

  private void assertRefused(String line) {
    assertThat(err.toString(UTF_8)).isEqualTo(line + System.lineSeparator());
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
