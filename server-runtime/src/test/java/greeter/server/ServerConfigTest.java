package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
  private static final String DURATION = ", as 500ms, 10s, 5m or 1h";

  @Test
  void from_emptyEnvironment_isTheDefaults() {
    assertThat(ServerConfig.from(Map.of("POD_NAME", "pod-0")))
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress(8999),
                "pod-0",
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Optional.empty(),
                4_194_304,
                32_768,
                Duration.ofSeconds(5),
                false));
  }

  @Test
  void from_fullEnvironment() {
    assertThat(
            ServerConfig.from(
                Map.of(
                    "GRPC_PORT", "1",
                    "GRPC_ADDRESS", "127.0.0.1",
                    "POD_NAME", "p",
                    "GREETER_SETTLE", "0s",
                    "GREETER_GRACE", "1h",
                    "GREETER_MAX_CONNECTION_AGE", "5m",
                    "GREETER_MAX_MESSAGE_BYTES", "1024",
                    "GREETER_MAX_METADATA_BYTES", "2048",
                    "GREETER_PERMIT_KEEPALIVE", "500ms",
                    "GREETER_FAULT_INJECTION", "true")))
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                "p",
                Duration.ZERO,
                Duration.ofHours(1),
                Optional.of(Duration.ofMinutes(5)),
                1024,
                2048,
                Duration.ofMillis(500),
                true));
  }

  @Test
  void from_noPodName_isTheHostName() throws IOException {
    Process uname = new ProcessBuilder("uname", "-n").start();
    assertThat(ServerConfig.from(Map.of()).pod()).isEqualTo(uname.inputReader().readLine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GRPC_PORT                  | http      | 0..65535
          GRPC_ADDRESS               | localhost | an IPv4 or IPv6 address
          POD_NAME                   | pod 0     | 1..253 visible ASCII characters
          POD_NAME                   | ''        | 1..253 visible ASCII characters
          POD_NAME                   | é         | 1..253 visible ASCII characters
          GREETER_MAX_MESSAGE_BYTES  | 1023      | 1024..1073741824
          GREETER_MAX_METADATA_BYTES | 1048577   | 1024..1048576
          GREETER_FAULT_INJECTION    | yes       | true or false
          GREETER_FAULT_INJECTION    | ''        | true or false
          """)
  void from_badValue(String name, String value, String expected) {
    assertBad(name, value, expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GREETER_SETTLE,11m,0s..10m",
    "GREETER_GRACE,2h,0s..1h",
    "GREETER_MAX_CONNECTION_AGE,999ms,1s..24h",
    "GREETER_PERMIT_KEEPALIVE,never,0s..1h"
  })
  void from_badDuration(String name, String value, String expected) {
    assertBad(name, value, expected + DURATION);
  }

  @Test
  void from_podNameTooLong() {
    String longest = "p".repeat(253);
    assertThat(ServerConfig.from(Map.of("POD_NAME", longest)).pod()).isEqualTo(longest);
    assertBad("POD_NAME", longest + "p", "1..253 visible ASCII characters");
  }

  @Test
  void settings_nameAll_once() {
    assertThat(ServerConfig.SETTINGS)
        .extracting(Setting::name)
        .containsExactly(
            "GRPC_PORT",
            "GRPC_ADDRESS",
            "POD_NAME",
            "GREETER_SETTLE",
            "GREETER_GRACE",
            "GREETER_MAX_CONNECTION_AGE",
            "GREETER_MAX_MESSAGE_BYTES",
            "GREETER_MAX_METADATA_BYTES",
            "GREETER_PERMIT_KEEPALIVE",
            "GREETER_FAULT_INJECTION");
  }

  private static void assertBad(String name, String value, String expected) {
    assertThatThrownBy(() -> ServerConfig.from(Map.of(name, value)))
        .isInstanceOf(BadSetting.class)
        .hasMessage(name + ": \"" + value + "\" (expected: " + expected + ")");
  }
}
