package greeter.hello;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.server.Exchange;
import greeter.server.ServerProcess;
import greeter.server.Serving;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DrainUnderLoadIT {
  private static final int CALLERS = 4;
  private static final HelloRequest BOB = HelloRequest.newBuilder().setName("Bob").build();

  /** From the caller's clock to the wire, on a machine with more to do. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(500);

  /** A caller's last call, and how many were served before it. */
  private record Last(int served, Instant begun, Duration took, Status status) {}

  @Test
  void sigterm_losesNoCall() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (ServerProcess server =
        ServerProcess.start(
            "hello-server", Map.of("GREETER_SETTLE", "2s", "GREETER_GRACE", "20s"))) {
      ManagedChannel channel = Serving.channelTo(server.port());
      Exchange<HealthCheckRequest, HealthCheckResponse> watch =
          Exchange.of(
              channel, HealthGrpc.getWatchMethod(), HealthCheckRequest.getDefaultInstance());
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      List<Exchange<HelloRequest, HelloReply>> inFlight =
          Stream.generate(() -> bidi(channel)).limit(CALLERS).toList();
      for (Exchange<HelloRequest, HelloReply> call : inFlight) {
        call.next();
      }
      List<Future<Last>> loads =
          Stream.generate(() -> callers.submit(() -> callUntilItFails(channel)))
              .limit(CALLERS)
              .toList();

      Instant signalled = Instant.now();
      server.signal("TERM");
      assertThat(server.line()).contains("NOT_SERVING");
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      watch.cancel();
      Exchange<HelloRequest, HelloReply> settling =
          Exchange.of(channel, HelloGrpc.getSayHelloMethod(), BOB);
      assertThat(settling.end()).isEqualTo("OK");

      String goAway = server.line();
      assertThat(goAway).contains("GOAWAY");
      Instant announced = Instant.parse(goAway.substring(0, goAway.indexOf(' ')));
      for (Future<Last> load : loads) {
        Last last = load.get(30, SECONDS);
        assertThat(last.served()).isPositive();
        assertThat(last.begun()).isAfter(announced.minus(ON_ITS_WAY));
        assertThat(last.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(last.took()).isLessThan(Duration.ofSeconds(2));
      }
      for (Exchange<HelloRequest, HelloReply> call : inFlight) {
        assertThat(call.send(BOB).next().getMessage()).endsWith("At pod-0");
        assertThat(call.halfClose().end()).isEqualTo("OK");
      }

      assertThat(server.line()).endsWith("done, no call was cut");
      assertThat(server.exitCode()).isZero();
      assertThat(Duration.between(signalled, Instant.now()))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(22));
      assertThat(server.errors()).isEmpty();
      channel.shutdownNow();
    } finally {
      callers.shutdownNow();
    }
  }

  private static Exchange<HelloRequest, HelloReply> bidi(ManagedChannel channel) {
    return Exchange.begin(channel, HelloGrpc.getSayHelloBidiStreamMethod()).request(10).send(BOB);
  }

  private static Last callUntilItFails(ManagedChannel channel) {
    for (int served = 0; ; served++) {
      Instant begun = Instant.now();
      long start = System.nanoTime();
      try {
        var unused =
            HelloGrpc.newBlockingStub(channel).withDeadlineAfter(10, SECONDS).sayHello(BOB);
      } catch (StatusRuntimeException e) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Last(served, begun, took, e.getStatus());
      }
    }
  }
}
