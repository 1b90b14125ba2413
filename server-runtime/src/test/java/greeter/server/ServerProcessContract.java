package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the executable jar of every server here must do, from its environment to its exit code. */
@Timeout(120)
public abstract class ServerProcessContract {
  private static final Map<String, String> QUICK =
      Map.of("GREETER_SETTLE", "200ms", "GREETER_GRACE", "20s");
  private static final Map<String, String> FOR_EVER = Map.of("GREETER_SETTLE", "10m");

  /** The jar's name, and what it says that it serves. */
  protected abstract String server();

  protected abstract String service();

  @Test
  void serving_isSaid_withThePort() throws Exception {
    try (ServerProcess process = ServerProcess.start(server(), QUICK)) {
      assertThat(process.line()).matches("serving " + service() + " as pod-0 on port [1-9]\\d*");
    }
  }

  @Test
  void faultInjection_isSaid() throws Exception {
    Map<String, String> env =
        Map.of("GREETER_FAULT_INJECTION", "true", "GREETER_SETTLE", "0s", "GREETER_GRACE", "20s");
    try (ServerProcess process = ServerProcess.start(server(), env)) {
      process.port();
      process.signal("TERM");
      assertThat(process.exitCode()).isZero();
      assertThat(process.errors())
          .containsExactly(
              "GREETER_FAULT_INJECTION is true:"
                  + " whoever reaches this port can make calls fail and wait");
    }
  }

  @Test
  void sigterm_drains() throws Exception {
    try (ServerProcess process = ServerProcess.start(server(), QUICK)) {
      assertDrained(process, "TERM");
    }
  }

  @Test
  @Tag("external") // env, as GNU has it
  void sigint_withoutTerminal_drainsAsSigtermDoes() throws Exception {
    try (ServerProcess process = ServerProcess.startWithSigint(server(), QUICK)) {
      assertDrained(process, "INT");
    }
  }

  @Test
  @Tag("external") // a terminal, from util-linux
  void ctrlC_onTerminal_doesNotSettle() throws Exception {
    try (ServerProcess process = ServerProcess.startOnTerminal(server(), FOR_EVER)) {
      process.port();
      process.type("\u0003");
      assertThat(process.line()).endsWith(" SIGINT: NOT_SERVING, serving on for 0.0 s");
      assertThat(process.line()).endsWith(" SIGINT: GOAWAY, calls in flight may take 30.0 s");
      assertThat(process.line()).endsWith(" SIGINT: done, no call was cut");
      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void secondSignal_endsAtOnce() throws Exception {
    try (ServerProcess process = ServerProcess.start(server(), FOR_EVER)) {
      process.port();
      process.signal("TERM");
      process.line();
      process.signal("TERM");
      assertThat(process.exitCode()).isEqualTo(128 + 15);
    }
  }

  @Test
  void badSetting_isOneLine() throws Exception {
    assertRefused("GRPC_PORT: \"http\" (expected: 0..65535)", Map.of("GRPC_PORT", "http"));
  }

  @Test
  void strayArgument_isOneLine() throws Exception {
    assertRefused(
        "argument: \"serve\" (expected: none; --help lists the environment that is read)",
        Map.of(),
        "serve");
  }

  @Test
  void portInUse_isOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      try (ServerProcess process =
          ServerProcess.start(server(), Map.of("GRPC_PORT", Integer.toString(port)))) {
        assertThat(process.exitCode()).isEqualTo(1);
        // Between the two, what the transport of this machine says.
        assertThat(process.errors())
            .singleElement(STRING)
            .startsWith("cannot listen on 127.0.0.1 port " + port + ": ")
            .endsWith("Address already in use");
        assertThat(process.rest()).isEmpty();
      }
    }
  }

  @Test
  void help_namesEverySetting() throws Exception {
    try (ServerProcess process = ServerProcess.start(server(), Map.of(), "--help")) {
      assertThat(process.line()).startsWith(server() + " serves gRPC in cleartext HTTP/2 (h2c)");
      assertThat(process.exitCode()).isZero();
      assertThat(process.rest())
          .contains(ServerConfig.SETTINGS.stream().map(Setting::name).toArray(String[]::new));
      assertThat(process.errors()).isEmpty();
    }
  }

  private static void assertDrained(ServerProcess process, String signal)
      throws IOException, InterruptedException {
    process.port();
    long start = System.nanoTime();
    process.signal(signal);
    String prefix = "\\S+Z SIG" + signal + ": ";
    assertThat(process.line()).matches(prefix + "NOT_SERVING, serving on for 0.2 s");
    assertThat(process.line()).matches(prefix + "GOAWAY, calls in flight may take 20.0 s");
    assertThat(process.line()).matches(prefix + "done, no call was cut");
    assertThat(process.exitCode()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(200), Duration.ofSeconds(20));
    assertThat(process.rest()).isEmpty();
    // Neither ours nor the Java's: an operator who sees a warning looks for what is wrong.
    assertThat(process.errors()).isEmpty();
  }

  /** The process ends with exit code 2, and with this line alone. */
  protected final void assertRefused(String line, Map<String, String> env, String... arguments)
      throws IOException, InterruptedException {
    try (ServerProcess process = ServerProcess.start(server(), env, arguments)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors()).containsExactly(line);
      assertThat(process.rest()).isEmpty();
    }
  }
}
