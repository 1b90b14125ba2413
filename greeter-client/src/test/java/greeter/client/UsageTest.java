package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.Certificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each mistake is one line on stderr, and exit code 2, before anything is connected. */
@Timeout(30)
class UsageTest {
  private static final String TARGET =
      " (expected: HOST:PORT, IPV4:PORT, [IPV6]:PORT, or a gRPC target such as dns:///HOST:PORT;"
          + " ports 1..65535)";
  private static final String WEIGHTS =
      " (expected: SERVICE:PREFIX=WEIGHT,..., as hello:hello-v1=9,hello-v2=1)";

  @TempDir Path folder;

  static Stream<Arguments> ofBoth() {
    return Stream.of(
        mistake("HOST:PORT: \"h:0\"" + TARGET, "h:0"),
        mistake("HOST:PORT: \"h:65536\"" + TARGET, "h:65536"),
        mistake("HOST:PORT: \"h:x\"" + TARGET, "h:x"),
        mistake("HOST:PORT: \"h\"" + TARGET, "h"),
        mistake("HOST:PORT: \"\"" + TARGET, ""),
        mistake("HOST:PORT: \"a_b:1\"" + TARGET, "a_b:1"),
        mistake("HOST:PORT: \"::1:80\"" + TARGET, "::1:80"),
        mistake("HOST:PORT: \"http://h:80\"" + TARGET, "http://h:80"),
        mistake("HOST:PORT: \"a\\u000a\\u001b:1\"" + TARGET, "a\n\u001b:1"),
        mistake("Unknown option: '--nope'", "h:1", "--nope"),
        mistake("HOST:PORT: \"-a:1\"" + TARGET, "--", "-a:1"),
        mistake("--tls and --plaintext: one of the two", "h:1", "--tls", "--plaintext"),
        mistake("--cacert: needs --tls", "h:1", "--cacert", "ca.pem"),
        mistake(
            "--cacert: \"nobody.pem\" (expected: a readable PEM file)",
            "h:1",
            "--tls",
            "--cacert",
            "nobody.pem"),
        mistake("--cert and --key: both or none", "h:1", "--tls", "--cert", "c.pem"),
        mistake("--cert and --key: both or none", "h:1", "--tls", "--key", "k.pem"),
        mistake("--cert: needs --tls", "h:1", "--cert", "c.pem", "--key", "k.pem"),
        mistake(
            "--cert: \"nobody.pem\" (expected: a readable PEM file)",
            "h:1",
            "--tls",
            "--cert",
            "nobody.pem",
            "--key",
            "k.pem"),
        mistake("--authority: \"a b\" (expected: HOST or HOST:PORT)", "h:1", "--authority", "a b"),
        mistake("--authority: \"[\" (expected: HOST or HOST:PORT)", "h:1", "--authority", "["),
        mistake("--authority: \"\" (expected: HOST or HOST:PORT)", "h:1", "--authority", ""),
        mistake("--lb: \"x\" (expected: pick_first or round_robin)", "h:1", "--lb", "x"),
        mistake(
            "--lb: \"outlier_detection_experimental\" (expected: pick_first or round_robin)",
            "h:1",
            "--lb",
            "outlier_detection_experimental"),
        mistake("--header: \"x\" (expected: NAME:VALUE, both ASCII)", "h:1", "-H", "x"),
        mistake(
            "--header: \"grpc-timeout\" (expected: a name that gRPC and HTTP/2 leave free)",
            "h:1",
            "-H",
            "grpc-timeout:1n"),
        mistake(
            "--header: \"host\" (expected: a name that gRPC and HTTP/2 leave free)",
            "h:1",
            "-H",
            "Host:x"),
        mistake("--header: \":x\" (expected: NAME:VALUE, both ASCII)", "h:1", "-H", ":x"),
        mistake("--header: \"x:ü\" (expected: NAME:VALUE, both ASCII)", "h:1", "-H", "x:ü"),
        mistake(
            "--header: \"x-bin:%\" (expected: base64 as the value of a -bin name)",
            "h:1", "-H", "x-bin:%"),
        mistake(
            "--deadline: \"0s\" (expected: 1ms..59m, as 500ms, 2s or 1m)",
            "h:1",
            "--deadline",
            "0s"),
        mistake(
            "--deadline: \"60m\" (expected: 1ms..59m, as 500ms, 2s or 1m)",
            "h:1",
            "--deadline",
            "60m"),
        mistake(
            "--deadline: \"5\" (expected: 1ms..59m, as 500ms, 2s or 1m)", "h:1", "--deadline", "5"),
        mistake(
            "--deadline: \"1\\u000a\" (expected: 1ms..59m, as 500ms, 2s or 1m)",
            "h:1",
            "--deadline",
            "1\n"));
  }

  static Stream<Arguments> ofSpread() {
    return Stream.of(
        mistake("Missing required parameter: 'HOST:PORT'"),
        mistake("--calls: \"+5\" (expected: 1..10000000)", "h:1", "--calls", "+5"),
        mistake("--calls: \"0\" (expected: 1..10000000)", "h:1", "--calls", "0"),
        mistake("--calls: \"-5\" (expected: 1..10000000)", "h:1", "--calls=-5"),
        mistake("--calls: \"10000001\" (expected: 1..10000000)", "h:1", "--calls", "10000001"),
        mistake("--calls: \"many\" (expected: 1..10000000)", "h:1", "--calls", "many"),
        mistake("--expect-pods: \"0\" (expected: 1..1000)", "h:1", "--expect-pods", "0"),
        mistake("--expect-pods: \"1001\" (expected: 1..1000)", "h:1", "--expect-pods", "1001"),
        mistake("--connections: \"0\" (expected: 1..1000, or fresh)", "h:1", "--connections", "0"),
        mistake(
            "--connections: \"stale\" (expected: 1..1000, or fresh)",
            "h:1",
            "--connections",
            "stale"),
        mistake("--tolerance: \"0\" (expected: 0.01..0.99)", "h:1", "--tolerance", "0"),
        mistake("--tolerance: \"0.995\" (expected: 0.01..0.99)", "h:1", "--tolerance", "0.995"),
        mistake("--tolerance: \"NaN\" (expected: 0.01..0.99)", "h:1", "--tolerance", "NaN"),
        mistake("--tolerance: \"20%\" (expected: 0.01..0.99)", "h:1", "--tolerance", "20%"),
        mistake("--expect-weights: \"hello\"" + WEIGHTS, "h:1", "--expect-weights", "hello"),
        mistake("--expect-weights: \":a=1\"" + WEIGHTS, "h:1", "--expect-weights", ":a=1"),
        mistake("--expect-weights: \"hello:a\"" + WEIGHTS, "h:1", "--expect-weights", "hello:a"),
        mistake(
            "--expect-weights: \"hello:a=0\"" + WEIGHTS, "h:1", "--expect-weights", "hello:a=0"),
        mistake(
            "--expect-weights: \"hello:a=1,a=2\"" + WEIGHTS,
            "h:1",
            "--expect-weights",
            "hello:a=1,a=2"),
        mistake(
            "--expect-weights: service \"foo\" (expected: hello or goodbye)",
            "h:1",
            "--expect-weights",
            "foo:a=1"),
        mistake(
            "--expect-weights: service \"Hello\" (expected: once)",
            "h:1",
            "--expect-weights",
            "hello:a=1",
            "--expect-weights",
            "Hello:b=1"),
        mistake(
            "--expect-weights: service \"hello\" (expected: acme.Shop)",
            "h:1",
            "--method",
            "acme.Shop/Buy",
            "--expect-weights",
            "hello:a=1"));
  }

  /** Of commands that take --method. */
  static Stream<Arguments> ofMethod() {
    String method = "acme.Shop/Buy";
    return Stream.of(
        mistake("--data: needs --method", "h:1", "--data", "{}"),
        mistake("--protoset: needs --method", "h:1", "--protoset", "f"),
        mistake("--proto: needs --method", "h:1", "--proto", "f"),
        mistake("--proto-path: needs --method", "h:1", "--proto-path", "."),
        mistake("--pod-from: needs --method", "h:1", "--pod-from", "none"),
        mistake(
            "--protoset and --proto: one of the two",
            "h:1",
            "--method",
            method,
            "--protoset",
            "f",
            "--proto",
            "f"),
        mistake("--proto-path: needs --proto", "h:1", "--method", method, "--proto-path", "."),
        mistake(
            "--method: \"Buy\" (expected: pkg.Service/Method, or health)",
            "h:1",
            "--method",
            "Buy"),
        mistake("--method: \"\" (expected: pkg.Service/Method, or health)", "h:1", "--method", ""),
        mistake(
            "--pod-from: \"x-pod\" (expected: metadata:KEY (not -bin), json:FIELD or none)",
            "h:1",
            "--method",
            method,
            "--pod-from",
            "x-pod"),
        mistake(
            "--pod-from: \"metadata:pod-bin\" (expected: metadata:KEY (not -bin), json:FIELD or"
                + " none)",
            "h:1",
            "--method",
            method,
            "--pod-from",
            "metadata:pod-bin"),
        mistake(
            "--pod-from: \"json:a..b\" (expected: metadata:KEY (not -bin), json:FIELD or none)",
            "h:1",
            "--method",
            method,
            "--pod-from",
            "json:a..b"),
        mistake(
            "--data: \"@nobody.json\" (expected: JSON, or @ and a readable file)",
            "h:1",
            "--method",
            method,
            "--data",
            "@nobody.json"),
        mistake(
            "--data: \"\" (expected: JSON, or @FILE with JSON)",
            "h:1",
            "--method",
            "health",
            "--data",
            ""),
        mistake(
            "--protoset: \"nobody.pb\" (expected: a readable file)",
            "h:1",
            "--method",
            method,
            "--protoset",
            "nobody.pb"),
        mistake(
            "--method: \"grpc.health.v1.Health/Ask\" (expected: a method of grpc.health.v1.Health:"
                + " Check, Watch)",
            "h:1",
            "--method",
            "grpc.health.v1.Health/Ask"),
        mistake(
            "--data: \"name\" (expected: a field of grpc.health.v1.HealthCheckRequest: service)",
            "h:1",
            "--method",
            "health",
            "--data",
            "{\"name\":1}"),
        mistake(
            "--pod-from: \"json:pod\" (expected: a single field of"
                + " grpc.health.v1.HealthCheckResponse: status)",
            "h:1",
            "--method",
            "health",
            "--pod-from",
            "json:pod"));
  }

  @ParameterizedTest
  @MethodSource("ofBoth")
  void bare_mistake_isOneLine(String message, String[] args) {
    assertMistake(Cli.run(args), message + " (see greeter-client --help)");
  }

  @ParameterizedTest
  @MethodSource({"ofBoth", "ofMethod", "ofSpread"})
  void spread_mistake_isOneLine(String message, String[] args) {
    String[] all = Stream.concat(Stream.of("spread"), Arrays.stream(args)).toArray(String[]::new);

    assertMistake(Cli.run(all), message + " (see greeter-client spread --help)");
  }

  static Stream<Arguments> ofCheck() {
    return Stream.of(
        mistake("HOST:PORT: missing"),
        mistake("--expect-pods: \"0\" (expected: 1..1000)", "h:1", "--expect-pods", "0"),
        mistake("--fail-on: \"info\" (expected: warn or error)", "h:1", "--fail-on", "info"),
        mistake(
            "--output: \"xml\" (expected: table, short, json, junit or html, each also with =FILE)",
            "h:1",
            "-o",
            "xml"),
        mistake(
            "--only, --skip: ROLLOUT: needs an event from outside, so belongs to greeter-client load",
            "h:1",
            "--only",
            "ROLLOUT"),
        mistake(
            "--only, --skip: \"LB\" (expected: a code or a group, * and ? allowed; --list shows"
                + " them)",
            "h:1",
            "--only",
            "LB"),
        mistake("--only, --skip: nothing is left to check", "h:1", "--skip", "*"));
  }

  @ParameterizedTest
  @MethodSource({"ofBoth", "ofMethod", "ofCheck"})
  void check_mistake_isOneLine(String message, String[] args) {
    String[] all = Stream.concat(Stream.of("check"), Arrays.stream(args)).toArray(String[]::new);

    assertMistake(Cli.run(all), message + " (see greeter-client check --help)");
  }

  static Stream<Arguments> ofLoad() {
    String rate =
        " (expected: calls/s 0.001..1000000, as 100, or steps and ramps with their times:"
            + " 100:30s,100-1000:1m,500)";
    String mix =
        " (expected: NAME=PARTS,..., each once, PARTS 1..1000, as hello=3,goodbye=1; names: hello,"
            + " goodbye, hello-stream, goodbye-stream, hello-bidi, goodbye-bidi)";
    String slo =
        " (expected: each once: p50, p99.9, max=TIME; errors, unserved=N or N%; rate=N%; as"
            + " p99=50ms,errors=0,unserved=0)";
    String span = " (expected: up to 24h, as 500ms, 30s, 5m or 1h)";
    return Stream.of(
        mistake("Missing required parameter: 'HOST:PORT'"),
        mistake("--rate: \"0\"" + rate, "h:1", "--rate", "0"),
        mistake("--rate: \"100:5\"" + rate, "h:1", "--rate", "100:5"),
        mistake(
            "--rate and --concurrency: one of the two", "h:1", "--rate", "5", "--concurrency", "5"),
        mistake(
            "--duration and --calls: one of the two", "h:1", "--duration", "5s", "--calls", "5"),
        mistake(
            "--duration: the steps of --rate say how long",
            "h:1",
            "--rate",
            "5:1s",
            "--duration",
            "5s"),
        mistake(
            "--duration: longer than the steps of --rate before the last",
            "h:1",
            "--rate",
            "5:10s,6"),
        mistake("--calls: a ramp of --rate needs a time", "h:1", "--rate", "5-9", "--calls", "5"),
        mistake("--retries and --raw: one of the two", "h:1", "--retries", "2", "--raw"),
        mistake("--retries: \"1\" (expected: 2..10)", "h:1", "--retries", "1"),
        mistake("--retries: \"11\" (expected: 2..10)", "h:1", "--retries", "11"),
        mistake("--arrivals: needs --rate", "h:1", "--arrivals", "poisson"),
        mistake(
            "--arrivals: \"even\" (expected: constant or poisson)",
            "h:1",
            "--rate",
            "5",
            "--arrivals",
            "even"),
        mistake("--max-in-flight: needs --rate", "h:1", "--max-in-flight", "5"),
        mistake(
            "--max-in-flight: \"0\" (expected: 1..1000000)",
            "h:1",
            "--rate",
            "5",
            "--max-in-flight",
            "0"),
        mistake("--concurrency: \"0\" (expected: 1..100000)", "h:1", "--concurrency", "0"),
        mistake("--connections: \"0\" (expected: 1..1000)", "h:1", "--connections", "0"),
        mistake("--connections: \"51\" (expected: 1..50 callers)", "h:1", "--connections", "51"),
        mistake("--duration: \"0s\"" + span, "h:1", "--duration", "0s"),
        mistake("--duration: \"25h\"" + span, "h:1", "--duration", "25h"),
        mistake("--warmup: \"5\"" + span, "h:1", "--warmup", "5"),
        mistake("--calls: \"0\" (expected: 1..1000000000)", "h:1", "--calls", "0"),
        mistake("--mix: \"hello=0\"" + mix, "h:1", "--mix", "hello=0"),
        mistake("--mix: \"hi\\u001b\"" + mix, "h:1", "--mix", "hi\u001b"),
        mistake("--messages: \"0\" (expected: 1..1000000)", "h:1", "--messages", "0"),
        mistake("--messages: needs hello-bidi or goodbye-bidi in --mix", "h:1", "--messages", "5"),
        mistake("--regression: needs --baseline", "h:1", "--regression", "p50=10%"),
        mistake("--payload: \"4000001\" (expected: 0..4000000)", "h:1", "--payload", "4000001"),
        mistake("--slo: \"p99\"" + slo, "h:1", "--slo", "p99"),
        mistake("--slo: rate needs --rate", "h:1", "--slo", "rate=99%"),
        mistake("--expect-pods: \"0\" (expected: 1..1000)", "h:1", "--expect-pods", "0"));
  }

  @ParameterizedTest
  @MethodSource({"ofBoth", "ofLoad"})
  void load_mistake_isOneLine(String message, String[] args) {
    String[] all = Stream.concat(Stream.of("load"), Arrays.stream(args)).toArray(String[]::new);

    assertMistake(Cli.run(all), message + " (see greeter-client load --help)");
  }

  static Stream<Arguments> ofExplain() {
    String none = "(expected: a code; explain without one lists them)";
    return Stream.of(
        mistake("CODE: \"LB-PINED\" (expected: LB-PINNED)", "LB-PINED"),
        mistake("--for: needs CODE", "--for", "nginx"),
        mistake(
            "--for: \"apache\" (expected: ingress-nginx, nginx, Envoy, HAProxy, Traefik, Caddy,"
                + " Gateway API, AWS, Kubernetes, application)",
            "H2C",
            "--for",
            "apache"),
        mistake("CODE: \"lb_even\" (expected: LB-EVEN)", "lb_even"),
        mistake("CODE: \"STREAM-A\" (expected: STREAM-AGE)", "STREAM-A"),
        mistake("CODE: \"Re\" (expected: RETRY or RELOAD)", "Re"),
        mistake("CODE: \"COAL\" (expected: COLD)", "COAL"),
        mistake("CODE: \"balancing\" " + none, "balancing"),
        mistake("CODE: \"\" " + none, ""),
        mistake("CODE: \"\\u001b[31m\" " + none, "\u001b[31m"),
        mistake("Unmatched argument at index 2: 'CHURN'", "H2C", "CHURN"),
        mistake("Unknown option: '--full'", "H2C", "--full"));
  }

  @ParameterizedTest
  @MethodSource("ofExplain")
  void explain_mistake_isOneLine(String message, String[] args) {
    String[] all = Stream.concat(Stream.of("explain"), Arrays.stream(args)).toArray(String[]::new);

    assertMistake(Cli.run(all), message + " (see greeter-client explain --help)");
  }

  @Test
  void bare_noTarget_saysSo() {
    assertMistake(Cli.run(), "HOST:PORT: missing (see greeter-client --help)");
  }

  @Test
  void bare_tooManyArguments_namesTheFirst() {
    assertMistake(
        Cli.run("h:1", "Ann", "30", "more"),
        "Unmatched argument at index 3: 'more' (see greeter-client --help)");
  }

  @Test
  void cacert_noCertificateInIt_saysSo() throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), "not a certificate");

    assertMistake(
        Cli.run("h:1", "--tls", "--cacert", file.toString()),
        "--cacert: \"" + file + "\" (expected: a readable PEM file) (see greeter-client --help)");
  }

  @Test
  void key_thatCannotBeUsed_saysWhatWasExpected() throws Exception {
    Certificate certificate = Certificate.create(folder, "");
    Path another = Files.createDirectory(folder.resolve("another"));
    String pkcs8 = Files.readString(certificate.keyPem());
    Path old = Files.writeString(folder.resolve("old.pem"), pkcs8.replace("PRIVATE", "EC PRIVATE"));
    Path locked =
        Files.writeString(
            folder.resolve("locked.pem"), pkcs8.replace("PRIVATE", "ENCRYPTED PRIVATE"));
    Path none = Files.writeString(folder.resolve("none.pem"), "not a key");
    Path broken =
        Files.writeString(
            folder.resolve("broken.pem"),
            "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
    String unencrypted =
        "an unencrypted key in PKCS#8: openssl pkcs8 -topk8 -nodes -in %s makes one";

    assertKey(certificate, folder.resolve("nobody.pem"), "a readable PEM file");
    assertKey(certificate, none, "a readable PEM file with a private key");
    assertKey(certificate, old, unencrypted.formatted(old));
    assertKey(certificate, locked, unencrypted.formatted(locked));
    assertKey(certificate, broken, "the private key of the certificate in --cert");
    assertKey(
        certificate,
        Certificate.create(another, "").keyPem(),
        "the private key of the certificate in --cert");
  }

  private static void assertKey(Certificate certificate, Path key, String expected) {
    assertMistake(
        Cli.run("h:1", "--tls", "--cert", certificate.pem().toString(), "--key", key.toString()),
        "--key: \"%s\" (expected: %s) (see greeter-client --help)".formatted(key, expected));
  }

  @Test
  void internalError_isOneLineAndExitCode70() {
    StringWriter err = new StringWriter();
    CommandLine commandLine = GreeterClient.commandLine();
    commandLine.addSubcommand("break", new Breaking());
    commandLine.setErr(new PrintWriter(err));

    assertThat(commandLine.execute("break")).isEqualTo(70);
    assertThat(err)
        .hasToString(
            "internal error: java.lang.IllegalStateException: one\\u000atwo%n".formatted());
  }

  private static void assertMistake(Cli run, String line) {
    assertThat(run).isEqualTo(new Cli(2, "", line + System.lineSeparator()));
  }

  private static Arguments mistake(String message, String... args) {
    return Arguments.of(message, args);
  }

  @CommandLine.Command
  static final class Breaking implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("one\ntwo");
    }
  }
}
