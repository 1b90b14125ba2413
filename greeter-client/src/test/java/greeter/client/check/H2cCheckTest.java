package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.server.GreetingServer;
import greeter.client.transport.Answer;
import greeter.client.transport.Certified;
import greeter.client.transport.Goaway;
import greeter.client.transport.Handshake;
import greeter.client.transport.Handshake.ClientAuth;
import greeter.client.transport.Observation;
import greeter.client.transport.Settings;
import greeter.client.transport.Talk;
import io.grpc.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class H2cCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Answer HTTP2 = new Answer.Http2(new Settings(OptionalLong.of(128)));
  private static final Answer WEB = new Answer.Http1(400, Optional.empty(), Optional.of("nginx"));
  private static final Optional<String> TLS_13 = Optional.of("TLSv1.3");
  private static final Optional<String> H2 = Optional.of("h2");
  private static final Optional<String> NONE = Optional.empty();
  private static final Certified AUTHORITY =
      certified("CN=authority", "2020-01-01T00:00:00Z", "2036-01-01T00:00:00Z");
  private static final Certified SERVER =
      certified(
          "CN=server", "2026-11-01T00:00:00Z", "2027-02-15T13:00:00Z", "a.example", "b.example");
  private static final List<Certified> CHAIN = List.of(SERVER, AUTHORITY);

  @Test
  void run_realServer_passes() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed();
        Bench bench = bench("127.0.0.1:" + server.port())) {
      List<Result> results = new H2cCheck().run(bench);

      assertThat(results)
          .containsExactly(Result.pass(Code.H2C, "HTTP/2 in cleartext, no limit on streams"));
    }
  }

  @Test
  void run_unixSocket_isNotRun() throws Exception {
    try (Bench bench = bench("unix:///nobody")) {
      assertThat(new H2cCheck().run(bench))
          .containsExactly(Result.notRun(Code.H2C, "the target is a Unix socket"));
    }
  }

  @Test
  void judge_http2InCleartext_passesWithTheStreams() {
    assertThat(H2cCheck.judge(cleartext(HTTP2)))
        .isEqualTo(Result.pass(Code.H2C, "HTTP/2 in cleartext, MAX_CONCURRENT_STREAMS 128"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT_ASKED       | PASS | ''",
        "ASKED_NOT_GIVEN | INFO | ', a client certificate is asked for: --cert and --key'",
        "GIVEN           | PASS | ', a client certificate was sent'"
      })
  void judge_http2ByTls_saysTheDaysThatAreLeft(ClientAuth auth, Grade grade, String rest) {
    assertThat(H2cCheck.judge(tls(handshake(CHAIN, NONE, false, auth), HTTP2)))
        .isEqualTo(
            Result.of(
                Code.H2C,
                grade,
                "HTTP/2 by TLSv1.3, ALPN h2, MAX_CONCURRENT_STREAMS 128, certificate expires in 83"
                    + " days"
                    + rest));
  }

  @Test
  void judge_certificateThatExpiresSoon_warns() {
    Certified soon = certified("CN=server", "2026-09-01T00:00:00Z", "2026-12-15T11:00:00Z");
    Result result = H2cCheck.judge(tls(trusted(List.of(soon, AUTHORITY)), HTTP2));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line()).endsWith("certificate expires in 20 days");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).isEqualTo("CN=server is not renewed yet");
  }

  /** As when a root is renewed, and the old one is still sent along. */
  @Test
  void judge_expiredOneAmongTheOthersOfATrustedChain_passes() {
    Certified old = certified("CN=old", "2010-01-01T00:00:00Z", "2021-09-30T00:00:00Z");

    assertThat(H2cCheck.judge(tls(trusted(List.of(SERVER, AUTHORITY, old)), HTTP2)).grade())
        .isEqualTo(Grade.PASS);
  }

  static Stream<Arguments> failures() {
    String untrusted = "unable to find valid certification path";
    Certified expired = certified("CN=server", "2026-01-01T00:00:00Z", "2026-11-12T11:00:00Z");
    Certified early = certified("CN=server", "2026-12-01T00:00:00Z", "2027-12-01T00:00:00Z");
    Certified oldAuthority =
        certified("CN=authority", "2020-01-01T00:00:00Z", "2026-11-23T11:00:00Z");
    Certified wild = certified("CN=x", "2026-11-01T00:00:00Z", "2027-02-15T13:00:00Z", "*.example");
    Certified nameless = certified("CN=x", "2026-11-01T00:00:00Z", "2027-02-15T13:00:00Z");
    Handshake none = broken(List.of(), ClientAuth.NOT_ASKED);
    return Stream.of(
        failure(
            "cannot be reached: Connection refused",
            Blame.NETWORK,
            cleartext(new Answer.Unreachable("Connection refused"))),
        failure(
            "cannot be reached: no such host: h",
            Blame.NETWORK,
            new Observation(
                "h",
                true,
                Duration.ofSeconds(5),
                NOW,
                new Talk(Optional.empty(), new Answer.Unreachable("no such host: h")),
                Optional.empty(),
                Optional.empty())),
        failure("speaks TLS: add --tls", null, cleartext(new Answer.TlsRecord())),
        failure(
            "speaks TLS: add --tls",
            null,
            cleartext(WEB, WEB, new Talk(Optional.of(trusted(CHAIN)), HTTP2))),
        failure(
            "speaks TLS: add --tls",
            null,
            cleartext(
                new Answer.Closed(),
                new Answer.Closed(),
                new Talk(
                    Optional.of(broken(CHAIN, ClientAuth.ASKED_NOT_GIVEN)), new Answer.Reset()))),
        failure(
            "speaks TLS: add --tls",
            null,
            cleartext(
                WEB,
                WEB,
                new Talk(Optional.of(none), new Answer.TlsRefused("no_application_protocol")))),
        failure(
            "answers 308 to https://c.example/, and speaks HTTP/1.1 only: gRPC follows no redirect:"
                + " --tls on that port, often 443",
            Blame.PROXY,
            cleartext(
                WEB,
                new Answer.Http1(308, Optional.of("https://c.example/"), NONE),
                new Talk(Optional.of(none), new Answer.Cleartext()))),
        failure(
            "answers 301 to http://d.example/, and speaks HTTP/1.1 only: gRPC follows no redirect",
            Blame.PROXY,
            cleartext(
                WEB,
                new Answer.Http1(301, Optional.of("http://d.example/"), NONE),
                new Talk(Optional.of(none), new Answer.Cleartext()))),
        failure(
            "speaks HTTP/1.1 only (status 404): gRPC needs HTTP/2 (h2c); is it the right port?",
            Blame.CANNOT_TELL,
            cleartext(
                new Answer.Reset(),
                new Answer.Http1(404, NONE, NONE),
                new Talk(Optional.of(none), new Answer.Cleartext()))),
        failure(
            "speaks HTTP/1.1 only (status 400): gRPC needs HTTP/2 (h2c); is it the right port?",
            Blame.PROXY,
            cleartext(WEB)),
        failure(
            "refuses the connection with GOAWAY ENHANCE_YOUR_CALM \"slow\"",
            Blame.PROXY,
            cleartext(new Answer.Refused(new Goaway("ENHANCE_YOUR_CALM", "slow")))),
        failure(
            "speaks neither HTTP nor TLS (\"220 mail\"): is it the right port?",
            Blame.CANNOT_TELL,
            cleartext(new Answer.Unknown("220 mail"))),
        failure(
            "takes the connection, but HTTP/2 gets no answer (nothing within 5000 ms): is it the"
                + " right port?",
            Blame.CANNOT_TELL,
            cleartext(new Answer.Silence())),
        failure(
            "takes the connection, but HTTP/2 gets no answer (closed without a word): is it the"
                + " right port?",
            Blame.CANNOT_TELL,
            cleartext(new Answer.Closed())),
        failure(
            "takes the connection, but HTTP/2 gets no answer (connection reset): is it the right"
                + " port?",
            Blame.CANNOT_TELL,
            cleartext(new Answer.Reset())),
        failure(
            "speaks cleartext HTTP/2: leave --tls away",
            null,
            tls(none, new Answer.Cleartext(), HTTP2)),
        failure(
            "speaks cleartext HTTP/2: leave --tls away",
            null,
            tls(none, new Answer.Closed(), HTTP2)),
        failure(
            "speaks HTTP/1.1 in cleartext only, neither TLS nor HTTP/2: is it the right port?",
            Blame.CANNOT_TELL,
            tls(none, new Answer.Cleartext(), WEB)),
        failure(
            "speaks cleartext: leave --tls away",
            null,
            tls(none, new Answer.Cleartext(), new Answer.Silence())),
        failure(
            "speaks neither TLS nor HTTP/2: is it the right port?",
            Blame.CANNOT_TELL,
            tls(none, new Answer.Cleartext(), new Answer.Unknown("<!DOCTYPE HTML>"))),
        failure(
            "certificate expired 12 days ago",
            Blame.PROXY,
            tls(
                handshake(List.of(expired), Optional.of(untrusted), false, ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate expired 12 days ago", Blame.PROXY, tls(trusted(List.of(expired)), HTTP2)),
        failure(
            "certificate above the server's expired 1 day ago",
            Blame.PROXY,
            tls(
                handshake(
                    List.of(SERVER, oldAuthority),
                    Optional.of(untrusted),
                    false,
                    ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate is not valid before 2026-12-01T00:00:00Z",
            Blame.CANNOT_TELL,
            tls(
                handshake(List.of(early), Optional.of(untrusted), false, ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate is not trusted: nobody here knows its issuer CN=authority: --cacert FILE"
                + " with that authority's certificate",
            Blame.CANNOT_TELL,
            tls(handshake(CHAIN, Optional.of(untrusted), false, ClientAuth.NOT_ASKED), HTTP2)),
        failure(
            "certificate is for a.example, b.example, not for c.example: --authority a.example",
            Blame.CANNOT_TELL,
            tls(handshake(CHAIN, NONE, true, ClientAuth.NOT_ASKED), HTTP2)),
        failure(
            "certificate is not trusted: CN=authority has signed it itself: --cacert FILE with it",
            Blame.CANNOT_TELL,
            tls(
                handshake(List.of(AUTHORITY), Optional.of(untrusted), false, ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate is not trusted: nobody here knows its issuer CN=authority: --cacert FILE"
                + " with that authority's certificate; and it is for a.example, b.example, not for"
                + " c.example: --authority a.example",
            Blame.CANNOT_TELL,
            tls(handshake(CHAIN, Optional.of(untrusted), true, ClientAuth.NOT_ASKED), HTTP2)),
        failure(
            "certificate expired 12 days ago; and it is for no host, not for c.example: it needs a"
                + " subjectAltName",
            Blame.CANNOT_TELL,
            tls(
                handshake(List.of(expired), Optional.of(untrusted), true, ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate expired 12 days ago; and it is not trusted: nobody here knows its issuer"
                + " CN=authority: --cacert FILE with that authority's certificate; and it is for no"
                + " host, not for c.example: it needs a subjectAltName",
            Blame.CANNOT_TELL,
            tls(
                new Handshake(
                    TLS_13,
                    H2,
                    List.of(expired),
                    Optional.of(untrusted),
                    true,
                    true,
                    ClientAuth.NOT_ASKED),
                HTTP2)),
        failure(
            "certificate is for *.example, not for c.example: --authority NAME.example",
            Blame.CANNOT_TELL,
            tls(handshake(List.of(wild), NONE, true, ClientAuth.NOT_ASKED), HTTP2)),
        failure(
            "certificate is for no host, not for c.example: it needs a subjectAltName",
            Blame.CANNOT_TELL,
            tls(handshake(List.of(nameless), NONE, true, ClientAuth.NOT_ASKED), HTTP2)),
        failure(
            "asks for a client certificate, and leaves without (certificate_required): --cert and"
                + " --key",
            null,
            tls(
                handshake(CHAIN, NONE, false, ClientAuth.ASKED_NOT_GIVEN),
                new Answer.TlsRefused("certificate_required"))),
        failure(
            "asks for a client certificate, and leaves without (connection reset): --cert and"
                + " --key",
            null,
            tls(broken(CHAIN, ClientAuth.ASKED_NOT_GIVEN), new Answer.Reset())),
        failure(
            "refuses the client certificate (bad_certificate): --cert must be one that it trusts",
            null,
            tls(
                handshake(CHAIN, NONE, false, ClientAuth.GIVEN),
                new Answer.TlsRefused("bad_certificate"))),
        failure(
            "speaks TLS without HTTP/2 (ALPN h2 refused; HTTP/1.1 is answered): gRPC needs ALPN h2",
            Blame.PROXY,
            tls(none, new Answer.TlsRefused("no_application_protocol"), WEB, new Answer.Closed())),
        failure(
            "speaks TLS without HTTP/2 (ALPN none): gRPC needs ALPN h2",
            Blame.PROXY,
            tls(
                new Handshake(TLS_13, NONE, CHAIN, NONE, false, false, ClientAuth.NOT_ASKED),
                HTTP2,
                new Answer.Closed(),
                new Answer.Closed())),
        failure(
            "refuses the TLS handshake: handshake_failure",
            Blame.PROXY,
            tls(none, new Answer.TlsRefused("handshake_failure"), new Answer.Closed())),
        failure(
            "takes the connection, but HTTP/2 gets no answer (nothing within 5000 ms): is it the"
                + " right port?",
            Blame.CANNOT_TELL,
            tls(none, new Answer.Silence(), new Answer.Silence())));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void judge_failure_saysWhatToDo(String line, Optional<Blame> blame, Observation observation) {
    Result result = H2cCheck.judge(observation);

    assertThat(result.line()).isEqualTo(line);
    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).isEqualTo(blame);
    assertThat(result.cause()).isNotEmpty();
    assertThat(result.seen()).isNotEmpty();
  }

  static Stream<Arguments> causes() {
    Certified soon = certified("CN=server", "2026-09-01T00:00:00Z", "2026-12-15T11:00:00Z");
    return Stream.of(
        Arguments.of("", cleartext(WEB)),
        Arguments.of("alpn", alert("no_application_protocol")),
        Arguments.of("redirect", redirect("https://c.example/")),
        Arguments.of("port", redirect("http://d.example/")),
        Arguments.of("port", cleartext(new Answer.Unknown("SSH-2.0-OpenSSH_9.2"))),
        Arguments.of("port", cleartext(new Answer.Silence())),
        Arguments.of("port", cleartext(new Answer.Unreachable("Connection refused"))),
        Arguments.of(
            "port", tls(broken(List.of(), ClientAuth.NOT_ASKED), new Answer.Cleartext(), WEB)),
        Arguments.of("tls", alert("handshake_failure")),
        Arguments.of("name", alert("unrecognized_name")),
        Arguments.of("name", tls(handshake(CHAIN, NONE, true, ClientAuth.NOT_ASKED), HTTP2)),
        Arguments.of("renewal", tls(trusted(List.of(soon, AUTHORITY)), HTTP2)));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void judge_eachCause_hasItsOwnFixes(String topic, Observation observation) {
    assertThat(H2cCheck.judge(observation).fixes())
        .hasSizeGreaterThan(1)
        .allMatch(fix -> fix.topic().equals(topic));
  }

  /** No setting of a proxy makes gRPC of SSH. */
  @Test
  void judge_anotherPort_hasFixesOfNoProxy() {
    assertThat(H2cCheck.judge(cleartext(new Answer.Unknown("SSH-2.0-OpenSSH_9.2"))).fixes())
        .extracting(Explanation.Fix::where)
        .containsExactly("Kubernetes", "application");
  }

  @Test
  void judge_http2ThatIsRefused_hasNoFixes() {
    assertThat(H2cCheck.judge(cleartext(new Answer.Refused(new Goaway("NO_ERROR", "")))).fixes())
        .isEmpty();
  }

  @Test
  void judge_tlsAlert_isPutInPlainWords() {
    assertThat(
            H2cCheck.judge(
                    tls(
                        broken(List.of(), ClientAuth.NOT_ASKED),
                        new Answer.TlsRefused("unrecognized_name"),
                        new Answer.Closed()))
                .cause())
        .isEqualTo("it has no certificate for this name: look at --authority");
  }

  @Test
  void judge_failure_hasEachConnectionAndCertificateAsEvidence() {
    Observation observation =
        tls(
            new Handshake(TLS_13, NONE, CHAIN, NONE, false, false, ClientAuth.NOT_ASKED),
            new Answer.Closed(),
            new Answer.Http1(301, Optional.of("https://d.example/"), Optional.of("nginx")),
            new Answer.Refused(new Goaway("NO_ERROR", "")));

    assertThat(H2cCheck.judge(observation).seen())
        .containsExactly(
            "HTTP/2 by TLSv1.3, ALPN none: closed without a word",
            "HTTP/1.1 by TLSv1.3, ALPN none: HTTP/1.1 status 301 to https://d.example/, server:"
                + " nginx",
            "HTTP/2 in cleartext: GOAWAY NO_ERROR",
            "certificate CN=server, issued by CN=authority, valid 2026-11-01 to 2027-02-15, for"
                + " a.example, b.example",
            "certificate CN=authority, issued by CN=authority, valid 2020-01-01 to 2036-01-01, for"
                + " no host");
  }

  private static Arguments failure(String line, Blame blame, Observation observation) {
    return Arguments.of(line, Optional.ofNullable(blame), observation);
  }

  private static Certified certified(String subject, String from, String to, String... names) {
    return new Certified(
        subject, "CN=authority", Instant.parse(from), Instant.parse(to), List.of(names));
  }

  private static Handshake trusted(List<Certified> chain) {
    return handshake(chain, NONE, false, ClientAuth.NOT_ASKED);
  }

  private static Handshake handshake(
      List<Certified> chain, Optional<String> untrusted, boolean isForAnother, ClientAuth auth) {
    return new Handshake(TLS_13, H2, chain, untrusted, false, isForAnother, auth);
  }

  private static Handshake broken(List<Certified> chain, ClientAuth auth) {
    return new Handshake(NONE, NONE, chain, NONE, false, false, auth);
  }

  private static Observation cleartext(Answer answer) {
    return new Observation(
        "c.example",
        false,
        Duration.ofSeconds(5),
        NOW,
        new Talk(Optional.empty(), answer),
        Optional.empty(),
        Optional.empty());
  }

  private static Observation cleartext(Answer answer, Answer http1, Talk byTls) {
    return new Observation(
        "c.example",
        false,
        Duration.ofSeconds(5),
        NOW,
        new Talk(Optional.empty(), answer),
        Optional.of(new Talk(Optional.empty(), http1)),
        Optional.of(byTls));
  }

  private static Observation tls(Handshake handshake, Answer answer) {
    return tls(handshake, answer, new Answer.Closed());
  }

  private static Observation tls(Handshake handshake, Answer answer, Answer inCleartext) {
    return tls(handshake, answer, new Answer.Closed(), inCleartext);
  }

  private static Observation tls(
      Handshake handshake, Answer answer, Answer http1, Answer inCleartext) {
    return new Observation(
        "c.example",
        true,
        Duration.ofSeconds(5),
        NOW,
        new Talk(Optional.of(handshake), answer),
        Optional.of(new Talk(Optional.of(handshake), http1)),
        Optional.of(new Talk(Optional.empty(), inCleartext)));
  }

  private static Observation redirect(String location) {
    return cleartext(
        WEB,
        new Answer.Http1(308, Optional.of(location), NONE),
        new Talk(Optional.of(broken(List.of(), ClientAuth.NOT_ASKED)), new Answer.Cleartext()));
  }

  private static Observation alert(String name) {
    return tls(
        broken(List.of(), ClientAuth.NOT_ASKED), new Answer.TlsRefused(name), new Answer.Closed());
  }

  private static Bench bench(String target) {
    return new Bench(
        new Connector(
            Target.parse(target, 80),
            Optional.empty(),
            Optional.empty(),
            "pick_first",
            new Metadata()),
        new Bench.Asked(Duration.ofSeconds(20), OptionalInt.empty(), 0.2, List.of(), false),
        Pace.REAL);
  }
}
