package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.connect.Tls;
import greeter.client.server.BareServer;
import greeter.client.server.Certificate;
import greeter.client.server.GreetingServer;
import greeter.client.transport.Goaway;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeepaliveCheckTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Waits waits = new Waits();

  /** Its servers' default permits a PING every five minutes. */
  @Test
  void run_grpcServerByDefault_isTooManyPings() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed()) {
      Result result = run(server.port(), Optional.empty(), Duration.ofSeconds(20));

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .startsWith("GOAWAY ENHANCE_YOUR_CALM \"too_many_pings\" after ")
          .endsWith(" of 4 PINGs answered, one every 10 s without calls");
      assertThat(result.blame()).contains(Blame.APP);
      assertThat(waits.asked).containsExactly(TEN_SECONDS, TEN_SECONDS, TEN_SECONDS);
    }
  }

  @Test
  void run_overTls_isTheSame(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.create(folder, "ip:127.0.0.1");
    try (GreetingServer server = GreetingServer.withTls(certificate.server())) {
      Tls tls = new Tls(certificate.chain(), Optional.empty());

      assertThat(run(server.port(), Optional.of(tls), Duration.ofSeconds(20)).line())
          .startsWith("GOAWAY ENHANCE_YOUR_CALM \"too_many_pings\"");
    }
  }

  @Test
  void run_serverThatPermitsThem_passes() throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .permitKeepAliveTime(1, TimeUnit.NANOSECONDS)
            .permitKeepAliveWithoutCalls(true)
            .build()
            .start();
    try {
      Result result = run(server.getPort(), Optional.empty(), Duration.ofSeconds(1));

      assertThat(result)
          .isEqualTo(
              Result.pass(Code.KEEPALIVE, "4 PINGs, one every 10 s without calls, were answered"));
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void run_silence_isNoAnswer() throws Exception {
    try (BareServer server = BareServer.of(BareServer.silence())) {
      Result result = run(server.port(), Optional.empty(), Duration.ofMillis(300));

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .isEqualTo("no answer after 0 of 4 PINGs answered, one every 10 s without calls");
      assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    }
  }

  @Test
  void run_endWithoutGoaway_isTheNetworks() throws Exception {
    try (BareServer server = BareServer.of(BareServer.resets())) {
      Result result = run(server.port(), Optional.empty(), Duration.ofSeconds(20));

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line()).startsWith("the connection ended without GOAWAY after 0 of 4");
      assertThat(result.blame()).contains(Blame.NETWORK);
    }
  }

  @Test
  void run_nobodyListens_isInconclusive() throws Exception {
    ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int closed = door.getLocalPort();
    door.close();

    assertThat(run(closed, Optional.empty(), Duration.ofSeconds(20)))
        .isEqualTo(Result.inconclusive(Code.KEEPALIVE, "no connection: Connection refused"));
  }

  @Test
  void run_quickForm_isNotRun() throws Exception {
    try (Bench bench = bench(Target.parse("127.0.0.1:1", 80), Optional.empty(), false)) {
      assertThat(new KeepaliveCheck().run(bench))
          .containsExactly(Result.notRun(Code.KEEPALIVE, "needs --full"));
    }
  }

  @Test
  void run_unixSocket_isNotRun() throws Exception {
    try (Bench bench = bench(Target.parse("unix:///nobody", 80), Optional.empty(), true)) {
      assertThat(new KeepaliveCheck().run(bench))
          .containsExactly(Result.notRun(Code.KEEPALIVE, "the target is a Unix socket"));
    }
  }

  @Test
  void judge_goawayWithoutAnError_isWorthKnowing() {
    Result result = judged(2, new Goaway("NO_ERROR", ""));

    assertThat(result.grade()).isEqualTo(Grade.INFO);
    assertThat(result.line()).startsWith("GOAWAY NO_ERROR after 2 of 4 PINGs answered");
  }

  @Test
  void judge_goawayInOtherWords_tellsNotWho() {
    Result result = judged(3, new Goaway("ENHANCE_YOUR_CALM", "flood"));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
  }

  /** netty acknowledges the PING that is one too many. */
  @Test
  void judge_goawayAfterTheLastAnswer_fails() {
    assertThat(judged(4, new Goaway("ENHANCE_YOUR_CALM", "too_many_pings")).grade())
        .isEqualTo(Grade.FAIL);
  }

  private static Result judged(int answered, Goaway goaway) {
    return KeepaliveCheck.judge(
        new KeepaliveCheck.Observation(answered, Optional.of(goaway), true, Optional.empty()));
  }

  private Result run(int port, Optional<Tls> tls, Duration deadline) throws InterruptedException {
    try (Bench bench = bench(Target.parse("127.0.0.1:" + port, 80), tls, true, deadline)) {
      List<Result> results = new KeepaliveCheck().run(bench);
      assertThat(results).hasSize(1);
      return results.get(0);
    }
  }

  private Bench bench(Target target, Optional<Tls> tls, boolean full) {
    return bench(target, tls, full, Duration.ofSeconds(20));
  }

  private Bench bench(Target target, Optional<Tls> tls, boolean full, Duration deadline) {
    return new Bench(
        new Connector(target, tls, Optional.empty(), "pick_first", new Metadata()),
        new Bench.Asked(deadline, OptionalInt.empty(), 0.2, List.of(), full),
        waits);
  }

  /** Waits for nothing, and notes how long it was asked to. */
  private static final class Waits implements Pace {
    private final List<Duration> asked = new ArrayList<>();

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void pause(Duration time) {
      asked.add(time);
    }
  }
}
