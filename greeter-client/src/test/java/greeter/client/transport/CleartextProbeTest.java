package greeter.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.client.server.BareServer;
import greeter.client.server.Certificate;
import greeter.client.server.GreetingServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a port spoken to in cleartext is seen to be. */
@Timeout(60)
class CleartextProbeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void grpcServer_isHttp2AndTellsItsLimitOnStreams() throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxConcurrentCallsPerConnection(77)
            .addService(new HelloGrpc.HelloImplBase() {})
            .build()
            .start();
    try {
      Observation seen = probe(server.getPort(), LIMIT);

      assertThat(seen.asked())
          .isEqualTo(
              new Talk(Optional.empty(), new Answer.Http2(new Settings(OptionalLong.of(77)))));
      assertThat(seen.http1()).isEmpty();
      assertThat(seen.otherWay()).isEmpty();
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void observation_tellsHowItWasMade() throws Exception {
    try (BareServer server = BareServer.of(BareServer.closes())) {
      Observation seen =
          Probes.probe(
              "127.0.0.1",
              server.port(),
              Optional.empty(),
              Optional.of("greeter.example.com:80"),
              LIMIT,
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

      assertThat(seen.host()).isEqualTo("greeter.example.com");
      assertThat(seen.tls()).isFalse();
      assertThat(seen.limit()).isEqualTo(LIMIT);
      assertThat(seen.at()).isEqualTo(Instant.EPOCH);
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        // Settings that say nothing, and their acknowledgement.
        Arguments.of(
            BareServer.saysHex("000000040000000000" + "000000040100000000"),
            new Answer.Http2(new Settings(OptionalLong.empty()))),
        Arguments.of(
            BareServer.saysHex("00000c070000000000" + "000000000000000b" + "736c6f77"),
            new Answer.Refused(new Goaway("ENHANCE_YOUR_CALM", "slow"))),
        Arguments.of(
            BareServer.saysHex("000000040000000000" + "000008070000000000" + "000000000000000d"),
            new Answer.Refused(new Goaway("HTTP_1_1_REQUIRED", ""))),
        Arguments.of(
            BareServer.saysHex("000008070000000000" + "0000000000000099"),
            new Answer.Refused(new Goaway("0x99", ""))),
        Arguments.of(BareServer.saysHex("000000040000000000"), new Answer.Closed()),
        Arguments.of(BareServer.saysHex("15030300020246"), new Answer.TlsRecord()),
        Arguments.of(
            BareServer.says("220 mail.example.com\r\n"),
            new Answer.Unknown("220 mail.example.com")),
        Arguments.of(BareServer.closes(), new Answer.Closed()),
        Arguments.of(BareServer.resets(), new Answer.Reset()));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answer_isTold(BareServer.Manner manner, Answer expected) throws Exception {
    try (BareServer server = BareServer.of(manner)) {
      assertThat(probe(server.port(), LIMIT).asked())
          .isEqualTo(new Talk(Optional.empty(), expected));
    }
  }

  @Test
  void silence_endsWithTheLimit() throws Exception {
    try (BareServer server = BareServer.of(BareServer.silence())) {
      long start = System.nanoTime();
      Observation seen = probe(server.port(), SHORT);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(SHORT, SHORT.plusSeconds(10));
      assertThat(seen.asked().answer()).isEqualTo(new Answer.Silence());
      assertThat(seen.http1()).contains(new Talk(Optional.empty(), new Answer.Silence()));
      assertThat(seen.otherWay().orElseThrow().answer()).isEqualTo(new Answer.Silence());
    }
  }

  @Test
  void webServer_isAskedByHttp1() throws Exception {
    try (BareServer server =
        BareServer.of(
            BareServer.says(
                "HTTP/1.1 308 Permanent Redirect\r\nserver: nginx\r\n"
                    + "Location: https://greeter.example.com/\r\n\r\n<html>"))) {
      Observation seen = probe(server.port(), LIMIT);

      Talk redirected =
          new Talk(
              Optional.empty(),
              new Answer.Http1(
                  308, Optional.of("https://greeter.example.com/"), Optional.of("nginx")));
      assertThat(seen.asked()).isEqualTo(redirected);
      assertThat(seen.http1()).contains(redirected);
      assertThat(seen.otherWay().orElseThrow().answer()).isEqualTo(new Answer.Cleartext());
      assertThat(seen.otherWay().orElseThrow().isTls()).isFalse();
    }
  }

  @Test
  void tlsPort_isFoundByTheOtherWay(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.create(folder, "ip:127.0.0.1");
    try (GreetingServer server =
        GreetingServer.withTls(certificate.server(), GreetingServer.both("text"))) {
      Observation seen = probe(server.port(), LIMIT);

      assertThat(seen.asked().answer()).isNotInstanceOf(Answer.Http2.class);
      Talk byTls = seen.otherWay().orElseThrow();
      assertThat(byTls.isTls()).isTrue();
      assertThat(byTls.answer()).isInstanceOf(Answer.Http2.class);
    }
  }

  @Test
  void nobodyListens_isUnreachableAndNotAskedAgain() throws Exception {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int closed = door.getLocalPort();
    door.close();

    Observation seen = probe(closed, LIMIT);

    assertThat(seen.asked().answer()).isEqualTo(new Answer.Unreachable("Connection refused"));
    assertThat(seen.http1()).isEmpty();
    assertThat(seen.otherWay()).isEmpty();
  }

  @Test
  void unknownHost_isUnreachable() throws Exception {
    Observation seen =
        Probes.probe(
            "greeter.invalid", 80, Optional.empty(), Optional.empty(), LIMIT, Clock.systemUTC());

    assertThat(seen.asked().answer())
        .isEqualTo(new Answer.Unreachable("no such host: greeter.invalid"));
  }

  @Test
  void http2Port_isConnectedToOnce() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    BareServer.Manner http2 = BareServer.saysHex("000000040000000000" + "000000040100000000");
    try (BareServer server =
        BareServer.of(
            socket -> {
              connections.incrementAndGet();
              http2.treat(socket);
            })) {
      Observation unused = probe(server.port(), LIMIT);

      assertThat(connections).hasValue(1);
    }
  }

  private static Observation probe(int port, Duration limit) throws InterruptedException {
    return Probes.probe(port, Optional.empty(), Optional.empty(), limit);
  }
}
