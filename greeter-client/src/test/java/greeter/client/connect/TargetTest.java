package greeter.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import greeter.client.connect.Target.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final String EXPECTED =
      " (expected: HOST:PORT, IPV4:PORT, [IPV6]:PORT, or a gRPC target such as dns:///HOST:PORT;"
          + " ports 1..65535)";

  private static final String LABEL_63 = "a".repeat(63);

  @ParameterizedTest
  @CsvSource({
    "localhost:80, dns:///localhost:80, localhost, 80",
    "hello-grpc.default.svc.cluster.local.:8999,"
        + " dns:///hello-grpc.default.svc.cluster.local.:8999,"
        + " hello-grpc.default.svc.cluster.local., 8999",
    "1.a:1, dns:///1.a:1, 1.a, 1",
    "dns:80, dns:///dns:80, dns, 80",
    "127.0.0.1:65535, dns:///127.0.0.1:65535, 127.0.0.1, 65535",
    "[::1]:8080, dns:///%5B::1%5D:8080, ::1, 8080",
    "[::ffff:10.0.0.1]:1, dns:///%5B::ffff:10.0.0.1%5D:1, ::ffff:10.0.0.1, 1",
    "dns:///host:1, dns:///host:1, host, 1",
    "dns:host:1, dns:///host:1, host, 1",
    "dns:[::1]:1, dns:///%5B::1%5D:1, ::1, 1",
    "dns:///[::1]:1, dns:///%5B::1%5D:1, ::1, 1",
    "dns://8.8.8.8:53/host:1, dns://8.8.8.8:53/host:1, host, 1",
  })
  void parse_goodTarget_isReadAsGrpcDoes(String written, String uri, String host, int port) {
    Target target = Target.parse(written, 80);

    assertThat(target.written()).isEqualTo(written);
    assertThat(target.uri()).isEqualTo(uri);
    assertThat(target.endpoint()).contains(new Endpoint(host, port));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 443})
  void parse_dnsTargetWithoutPort_hasTheDefault(int defaultPort) {
    Target target = Target.parse("dns:///host", defaultPort);

    assertThat(target.uri()).isEqualTo("dns:///host");
    assertThat(target.endpoint()).contains(new Endpoint("host", defaultPort));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/greeter.sock", "unix:/run/greeter.sock", "unix:here.sock"})
  void parse_unixSocket_hasNoEndpoint(String written) {
    assertThat(Target.parse(written, 80).uri()).isEqualTo(written);
    assertThat(Target.parse(written, 80).endpoint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "host:",
        ":80",
        "host:0",
        "host:65536",
        "host:99999999999",
        "host:http",
        "host:-1",
        "host:1:2",
        "http://host:80",
        "::1:80",
        "::1",
        "[::1]",
        "[::1",
        "[1:2:3]:80",
        "[1.2.3.4]:80",
        "[]:80",
        "256.1.1.1:80",
        "1.2.3:80",
        "1.2.3.4.:80",
        "host name:1",
        " host:1",
        "-a:1",
        "a-:1",
        "a..b:1",
        ".a:1",
        "a_b:1",
        "3pods:1",
        "pods.3:1",
        "ü:1",
        "dns:///",
        "dns:///host:0",
        "dns://a b/host:1",
        "dns:///a/b",
        "unix:",
        "unix://host/path",
        "unix:///a b",
        "unix:///a%b",
        "host:٣",
      })
  void parse_badTarget_saysWhatWasExpected(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse(written, 80))
        .withMessage("\"" + written + "\"" + EXPECTED);
  }

  @Test
  void parse_controlCharacters_areShownEscaped() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse("a\n\u001b[2J:1", 80))
        .withMessage("\"a\\u000a\\u001b[2J:1\"" + EXPECTED);
  }

  @Test
  void parse_labelOf63_isTheLongest() {
    assertThat(Target.parse(LABEL_63 + ":1", 80).endpoint()).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(LABEL_63 + "a:1", 80));
  }

  @Test
  void parse_nameOf253_isTheLongest() {
    String name = (LABEL_63 + ".").repeat(3) + "a".repeat(61);

    assertThat(name).hasSize(253);
    assertThat(Target.parse(name + ":1", 80).endpoint()).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(name + "a:1", 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "host:80", "10.0.0.1", "[::1]", "[::1]:443", "a.b.c"})
  void isAuthority_hostWithOrWithoutPort(String text) {
    assertThat(Target.isAuthority(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "a:b:c", "a b", "user@host", "host:0", "http://host", "a/b"})
  void isAuthority_anythingElse_isNone(String text) {
    assertThat(Target.isAuthority(text)).isFalse();
  }
}
