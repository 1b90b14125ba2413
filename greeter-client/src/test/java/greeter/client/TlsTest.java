package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.Certificate;
import greeter.client.server.GreetingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
  @TempDir private static Path folder;

  private static Certificate certificate;
  private static Certificate client;
  private static GreetingServer server;

  @BeforeAll
  static void start() throws Exception {
    certificate = Certificate.create(folder, "dns:localhost,ip:127.0.0.1,dns:greeter.example.com");
    client = certificate.signs("client", "");
    server = GreetingServer.withTls(certificate.server(), GreetingServer.both("text"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void trustedAuthority_answers() {
    Cli run = run("--tls", "--cacert", certificate.pem().toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void unknownAuthority_exitsWith1AndAReason() {
    Cli run = run("--tls");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .matches(
            "Hello failed: UNAVAILABLE: .*unable to find valid certification path.*; TLS does not"
                + " come about: .* --cacert FILE names a private authority\\R");
  }

  @Test
  void anotherAuthority_exitsWith1AndAReason() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Cli run = run("--tls", "--cacert", Certificate.create(other, "dns:localhost").pem().toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("Hello failed: UNAVAILABLE: ");
  }

  @Test
  void authority_isTheNameThatTheCertificateMustBear() {
    String pem = certificate.pem().toString();

    assertThat(run("--tls", "--cacert", pem, "--authority", "greeter.example.com").exitCode())
        .isZero();
    Cli other = run("--tls", "--cacert", pem, "--authority", "other.example.com");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).matches("Hello failed: UNAVAILABLE: .*other\\.example\\.com.*\\R");
  }

  @Test
  void cleartextToATlsServer_exitsWith1AndAReason() {
    Cli run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("Hello failed: UNAVAILABLE");
  }

  @Test
  void spread_overTls_reachesThePod() {
    Cli run =
        Cli.run(
            "spread",
            server.target(),
            "--tls",
            "--cacert",
            certificate.pem().toString(),
            "--expect-pods",
            "1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("tls-pod");
  }

  @Test
  void clientCertificate_answers() throws Exception {
    try (GreetingServer mutual = mutual()) {
      Cli run = run(mutual, client);

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void spread_clientCertificate_reachesThePod() throws Exception {
    try (GreetingServer mutual = mutual()) {
      Cli run = run(mutual, client, "spread", "--expect-pods", "1");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("tls-pod");
    }
  }

  /** The one above has an EC key. */
  @Test
  void clientCertificateWithAnRsaKey_answers() throws Exception {
    try (GreetingServer mutual = mutual()) {
      assertThat(run(mutual, certificate.signs("rsa", "", "RSA")).exitCode()).isZero();
    }
  }

  @Test
  void clientCertificateOfAStranger_exitsWith1AndAReason() throws Exception {
    Path other = Files.createDirectory(folder.resolve("stranger"));
    try (GreetingServer mutual = mutual()) {
      Cli run = run(mutual, Certificate.create(other, ""));

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).matches("Hello failed: UNAVAILABLE: .+\\R");
    }
  }

  @Test
  void noClientCertificate_exitsWith1AndAReason() throws Exception {
    try (GreetingServer mutual = mutual()) {
      Cli run =
          Cli.run(
              mutual.target(),
              "--deadline",
              "20s",
              "--tls",
              "--cacert",
              certificate.pem().toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).matches("Hello failed: UNAVAILABLE: .+\\R");
    }
  }

  /** All its calls fail alike, and it says so once for each service. */
  @Test
  void spread_unknownAuthority_isALineAndFails() {
    Cli run = Cli.run("spread", server.target(), "--tls", "--calls", "20");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(l -> l.contains("unable to find valid certification path")))
        .hasSize(2);
    assertThat(run.out())
        .containsOnlyOnce(
            "greeter-client check %s --tls --only H2C tells why".formatted(server.target()));
  }

  private static GreetingServer mutual() throws Exception {
    return GreetingServer.withTls(certificate.server(certificate), GreetingServer.both("text"));
  }

  private static Cli run(GreetingServer mutual, Certificate client, String... form) {
    List<String> args = new ArrayList<>(List.of(form));
    args.addAll(List.of(mutual.target(), "--deadline", "20s", "--tls"));
    args.addAll(List.of("--cacert", certificate.pem().toString()));
    args.addAll(List.of("--cert", client.pem().toString(), "--key", client.keyPem().toString()));
    return Cli.run(args.toArray(new String[0]));
  }

  private static Cli run(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = server.target();
    args[1] = "--deadline";
    args[2] = "20s";
    System.arraycopy(options, 0, args, 3, options.length);
    return Cli.run(args);
  }
}
