package greeter.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import greeter.client.connect.ClientCertificate;
import greeter.client.connect.Tls;
import greeter.client.server.BareServer;
import greeter.client.server.Certificate;
import greeter.client.server.GreetingServer;
import greeter.client.transport.Handshake.ClientAuth;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a port spoken to by TLS is seen to be. */
@Timeout(60)
class TlsProbeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Optional<ClientCertificate> NOBODY = Optional.empty();
  private static final Optional<String> NO_NAME = Optional.empty();

  @TempDir private static Path folder;

  private static Certificate authority;
  private static Certificate server;
  private static GreetingServer greeting;

  /** It wants a certificate of the client's. */
  private static GreetingServer mutual;

  @BeforeAll
  static void start() throws Exception {
    authority = Certificate.create(Files.createDirectory(folder.resolve("authority")), "");
    server = authority.signs("server", "dns:greeter.example.com,dns:localhost,ip:127.0.0.1");
    greeting = GreetingServer.withTls(server.server());
    mutual = GreetingServer.withTls(server.server(authority));
  }

  @AfterAll
  static void stop() {
    greeting.close();
    mutual.close();
  }

  @Test
  void grpcServer_isHttp2WithItsChain() throws Exception {
    Observation seen = probe(greeting.port());

    assertThat(seen.tls()).isTrue();
    assertThat(seen.host()).isEqualTo("127.0.0.1");
    assertThat(seen.asked().answer()).isInstanceOf(Answer.Http2.class);
    Handshake handshake = seen.asked().handshake().orElseThrow();
    assertThat(handshake)
        .isEqualTo(
            new Handshake(
                Optional.of("TLSv1.3"),
                Optional.of("h2"),
                handshake.chain(),
                Optional.empty(),
                false,
                false,
                ClientAuth.NOT_ASKED));
    assertThat(handshake.chain())
        .extracting(Certified::subject, Certified::issuer)
        .containsExactly(tuple("CN=server", "CN=authority"), tuple("CN=authority", "CN=authority"));
    Certified own = handshake.chain().get(0);
    assertThat(own.names()).containsExactly("greeter.example.com", "localhost", "127.0.0.1");
    assertThat(own.daysLeft(Instant.now())).isBetween(28L, 30L);
    assertThat(own.isExpired(Instant.now())).isFalse();
    assertThat(own.isEarly(Instant.now())).isFalse();
    assertThat(seen.http1()).isEmpty();
    assertThat(seen.otherWay()).isEmpty();
  }

  @Test
  void unknownIssuer_isReadToTheEnd() throws Exception {
    Observation seen = probe(greeting.port(), new Tls(List.of(), NOBODY), NO_NAME, LIMIT);

    Handshake handshake = seen.asked().handshake().orElseThrow();
    assertThat(handshake.untrusted().orElseThrow())
        .contains("unable to find valid certification path");
    assertThat(handshake.isOfStrangers()).isTrue();
    assertThat(handshake.isForAnother()).isFalse();
    assertThat(handshake.chain()).hasSize(2);
    assertThat(seen.asked().answer()).isInstanceOf(Answer.Http2.class);
  }

  @Test
  void otherName_isToldFromAnUnknownIssuer() throws Exception {
    Observation seen =
        probe(greeting.port(), trusting(NOBODY), Optional.of("other.example.com:443"), LIMIT);

    assertThat(seen.host()).isEqualTo("other.example.com");
    Handshake handshake = seen.asked().handshake().orElseThrow();
    assertThat(handshake.untrusted()).isEmpty();
    assertThat(handshake.isForAnother()).isTrue();
  }

  /** As the certificate that ingress-nginx makes itself, for a host that it does not know. */
  @Test
  void otherName_ofAnUnknownIssuer_isSeenToo() throws Exception {
    Observation seen =
        probe(
            greeting.port(),
            new Tls(List.of(), NOBODY),
            Optional.of("other.example.com:443"),
            LIMIT);

    Handshake handshake = seen.asked().handshake().orElseThrow();
    assertThat(handshake.untrusted()).isPresent();
    assertThat(handshake.isForAnother()).isTrue();
  }

  @Test
  void authority_isTheNameThatIsAskedFor() throws Exception {
    Observation seen =
        probe(greeting.port(), trusting(NOBODY), Optional.of("greeter.example.com"), LIMIT);

    assertThat(seen.asked().handshake().orElseThrow().isForAnother()).isFalse();
  }

  @Test
  void expired_isUntrustedAndSaysSince() throws Exception {
    Handshake handshake = handshakeOf(authority.signs("old", "ip:127.0.0.1", -40, 30));

    assertThat(handshake.untrusted()).isPresent();
    assertThat(handshake.isOfStrangers()).isFalse();
    assertThat(handshake.chain().get(0).isExpired(Instant.now())).isTrue();
    assertThat(handshake.chain().get(0).daysLeft(Instant.now())).isEqualTo(-10);
  }

  @Test
  void expired_ofAnUnknownIssuer_isOfStrangers() throws Exception {
    Certificate old = authority.signs("old-and-strange", "ip:127.0.0.1", -40, 30);
    try (GreetingServer itsServer = GreetingServer.withTls(old.server())) {
      Handshake handshake =
          probe(itsServer.port(), new Tls(List.of(), NOBODY), NO_NAME, LIMIT)
              .asked()
              .handshake()
              .orElseThrow();

      assertThat(handshake.isOfStrangers()).isTrue();
    }
  }

  @Test
  void notYetValid_isUntrustedAndEarly() throws Exception {
    Handshake handshake = handshakeOf(authority.signs("early", "ip:127.0.0.1", 7, 30));

    assertThat(handshake.untrusted()).isPresent();
    assertThat(handshake.isOfStrangers()).isFalse();
    assertThat(handshake.chain().get(0).isEarly(Instant.now())).isTrue();
  }

  @Test
  void noSubjectAlternativeName_leavesTheCommonName() throws Exception {
    Handshake handshake = handshakeOf(authority.signs("bare", ""));

    assertThat(handshake.chain().get(0).names()).containsExactly("bare");
    assertThat(handshake.isForAnother()).isTrue();
  }

  @Test
  void grpcServerThatWantsACertificate_refusesWithout() throws Exception {
    Talk asked = probe(mutual.port()).asked();

    assertThat(asked.handshake().orElseThrow().clientAuth()).isEqualTo(ClientAuth.ASKED_NOT_GIVEN);
    assertRefused(asked);
  }

  @Test
  void grpcServerThatWantsACertificate_takesIt() throws Exception {
    Talk asked =
        probe(mutual.port(), trusting(who(authority.signs("client", ""))), NO_NAME, LIMIT).asked();

    assertThat(asked.handshake().orElseThrow().clientAuth()).isEqualTo(ClientAuth.GIVEN);
    assertThat(asked.answer()).isInstanceOf(Answer.Http2.class);
  }

  @Test
  void foreignClientCertificate_isGivenAndRefused() throws Exception {
    Certificate stranger =
        Certificate.create(Files.createDirectory(folder.resolve("stranger")), "");
    Talk asked = probe(mutual.port(), trusting(who(stranger)), NO_NAME, LIMIT).asked();

    assertThat(asked.handshake().orElseThrow().clientAuth()).isEqualTo(ClientAuth.GIVEN);
    assertRefused(asked);
  }

  /** In TLS 1.2 the refusal is part of the handshake, in 1.3 it comes after. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void serverThatNeedsACertificate_refusesWithout(String protocol) throws Exception {
    try (BareServer bare =
        tls(
            door -> {
              door.setEnabledProtocols(new String[] {protocol});
              door.setNeedClientAuth(true);
              speak(door, "h2");
            },
            BareServer.silence())) {
      Talk asked = probe(bare.port()).asked();

      Handshake handshake = asked.handshake().orElseThrow();
      assertThat(handshake.clientAuth()).isEqualTo(ClientAuth.ASKED_NOT_GIVEN);
      assertThat(handshake.chain()).hasSize(2);
      assertRefused(asked);
    }
  }

  @Test
  void serverThatWouldLikeACertificate_goesOnWithout() throws Exception {
    BareServer.Manner http2 = BareServer.saysHex("000000040000000000" + "000000040100000000");
    try (BareServer bare =
        tls(
            door -> {
              door.setWantClientAuth(true);
              speak(door, "h2");
            },
            http2)) {
      Talk asked = probe(bare.port()).asked();

      assertThat(asked.handshake().orElseThrow().clientAuth())
          .isEqualTo(ClientAuth.ASKED_NOT_GIVEN);
      assertThat(asked.answer()).isInstanceOf(Answer.Http2.class);
    }
  }

  @Test
  void noAlpn_isToldAndAskedByHttp1() throws Exception {
    try (BareServer bare = tls(door -> {}, BareServer.says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Observation seen = probe(bare.port());

      assertThat(seen.asked().handshake().orElseThrow().alpn()).isEmpty();
      assertThat(seen.asked().isTls()).isTrue();
      assertThat(seen.http1().orElseThrow().answer())
          .isEqualTo(new Answer.Http1(400, Optional.empty(), Optional.empty()));
    }
  }

  @Test
  void webServer_refusesH2ByAlpnAndAnswersByHttp1() throws Exception {
    try (BareServer bare =
        tls(
            door -> speak(door, "http/1.1"),
            BareServer.says("HTTP/1.1 200 OK\r\nServer: web\r\n\r\n"))) {
      Observation seen = probe(bare.port());

      assertThat(seen.asked().answer()).isEqualTo(new Answer.TlsRefused("no_application_protocol"));
      Talk http1 = seen.http1().orElseThrow();
      assertThat(http1.handshake().orElseThrow().alpn()).contains("http/1.1");
      assertThat(http1.answer())
          .isEqualTo(new Answer.Http1(200, Optional.empty(), Optional.of("web")));
    }
  }

  @Test
  void nothingInCommon_isHandshakeFailure() throws Exception {
    try (BareServer bare =
        tls(
            door -> {
              door.setEnabledProtocols(new String[] {"TLSv1.2"});
              // It takes an RSA certificate, and this server has none.
              door.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
            },
            BareServer.silence())) {
      assertThat(probe(bare.port()).asked().answer())
          .isEqualTo(new Answer.TlsRefused("handshake_failure"));
    }
  }

  @Test
  void cleartextGrpcServer_isFoundByTheOtherWay() throws Exception {
    try (GreetingServer cleartext = GreetingServer.unnamed()) {
      Observation seen = probe(cleartext.port());

      assertThat(seen.asked().isTls()).isFalse();
      Talk inCleartext = seen.otherWay().orElseThrow();
      assertThat(inCleartext.handshake()).isEmpty();
      assertThat(inCleartext.answer()).isInstanceOf(Answer.Http2.class);
    }
  }

  @Test
  void cleartextWebServer_isNoTls() throws Exception {
    try (BareServer bare = BareServer.of(BareServer.says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Observation seen = probe(bare.port());

      assertThat(seen.asked().answer()).isEqualTo(new Answer.Cleartext());
      assertThat(seen.otherWay().orElseThrow().answer()).isInstanceOf(Answer.Http1.class);
    }
  }

  @Test
  void endOfTheConnection_isTold() throws Exception {
    try (BareServer closing = BareServer.of(BareServer.closes());
        BareServer resetting = BareServer.of(BareServer.resets())) {
      assertThat(probe(closing.port()).asked().answer()).isEqualTo(new Answer.Closed());
      assertThat(probe(resetting.port()).asked().answer()).isEqualTo(new Answer.Reset());
    }
  }

  @Test
  void silence_endsWithTheLimit() throws Exception {
    try (BareServer silent = BareServer.of(BareServer.silence());
        BareServer silentByTls = tls(door -> speak(door, "h2"), BareServer.silence())) {
      assertThat(
              probe(silent.port(), trusting(NOBODY), NO_NAME, Duration.ofMillis(300))
                  .asked()
                  .answer())
          .isEqualTo(new Answer.Silence());
      Talk byTls =
          probe(silentByTls.port(), trusting(NOBODY), NO_NAME, Duration.ofSeconds(2)).asked();
      assertThat(byTls.isTls()).isTrue();
      assertThat(byTls.answer()).isEqualTo(new Answer.Silence());
    }
  }

  private static Handshake handshakeOf(Certificate certificate) throws Exception {
    try (GreetingServer itsServer = GreetingServer.withTls(certificate.server())) {
      return probe(itsServer.port()).asked().handshake().orElseThrow();
    }
  }

  /** A server that closes with bytes unread sends a RST, which may overtake its alert. */
  private static void assertRefused(Talk talk) {
    assertThat(talk.answer()).isInstanceOfAny(Answer.TlsRefused.class, Answer.Reset.class);
  }

  private static BareServer tls(Consumer<SSLServerSocket> settings, BareServer.Manner manner)
      throws Exception {
    SSLServerSocket door =
        (SSLServerSocket)
            server
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    settings.accept(door);
    return BareServer.at(
        door,
        socket -> {
          ((SSLSocket) socket).startHandshake();
          manner.treat(socket);
        });
  }

  private static void speak(SSLServerSocket door, String protocol) {
    SSLParameters parameters = door.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    door.setSSLParameters(parameters);
  }

  private static Tls trusting(Optional<ClientCertificate> who) {
    return new Tls(authority.chain(), who);
  }

  private static Optional<ClientCertificate> who(Certificate certificate) {
    return Optional.of(new ClientCertificate(certificate.chain(), certificate.key()));
  }

  private static Observation probe(int port) throws InterruptedException {
    return probe(port, trusting(NOBODY), NO_NAME, LIMIT);
  }

  private static Observation probe(int port, Tls tls, Optional<String> name, Duration limit)
      throws InterruptedException {
    return Probes.probe(port, Optional.of(tls), name, limit);
  }
}
