package greeter.testbed.steady;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.goodbye.GoodbyeServer;
import greeter.goodbye.Sayings;
import greeter.hello.HelloServer;
import greeter.server.GrpcServer;
import greeter.server.ServerConfig;
import greeter.testbed.Balancer;
import greeter.testbed.ChildProcess;
import greeter.testbed.Fault;
import greeter.testbed.Pod;
import greeter.testbed.Ring;
import greeter.testbed.steady.Tally.Loss;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls at a steady rate to real servers. */
class SteadyIT {
  /** A permit for each call that a server has begun. */
  private final Semaphore begun = new Semaphore(0);

  @Test
  void calls_toServersThatStay_areCountedExactly() throws Exception {
    int calls;
    Tally.Summary first;
    Tally.Summary second;
    try (GrpcServer server = serveBoth();
        SteadyCaller caller =
            SteadyCaller.start(options("127.0.0.1:" + server.port()).withConnections(3), "first")) {
      begun.acquire(200);
      first = caller.next("second");
      begun.acquire(100);
      second = caller.stop();
      calls = 300 + begun.drainPermits();
    }

    assertThat(first.phase()).isEqualTo("first");
    assertThat(second.phase()).isEqualTo("second");
    assertThat(first.calls() + second.calls()).isEqualTo(calls);
    assertThat(first.calls()).isGreaterThanOrEqualTo(200);
    assertThat(second.calls()).isPositive();
    assertThat(first.losses()).isEmpty();
    assertThat(second.losses()).isEmpty();
    assertThat(first.pods()).containsExactly("both-1");
  }

  @Test
  void calls_thatAPodRefuses_areLostWithItsName() throws Exception {
    try (Ring ring = Ring.inProcess(1);
        GrpcServer counting = serveBoth();
        Balancer balancer =
            Balancer.start(
                Fault.NONE,
                Map.of(
                    "helloworld.Hello", List.of("127.0.0.1:" + counting.port()),
                    // Who serves Hello alone.
                    "helloworld.Goodbye", List.of(ring.hello().get(0).address())),
                0);
        SteadyCaller caller = SteadyCaller.start(options(balancer.address()), "refused")) {
      begun.acquire(50);
      Tally.Summary summary = caller.stop();

      assertThat(summary.lost()).isEqualTo(summary.calls() / 2);
      assertThat(summary.losses().keySet())
          .allSatisfy(
              loss -> {
                assertThat(loss.service()).isEqualTo("Goodbye");
                assertThat(loss.pod()).contains("hello-1");
                assertThat(loss.reason()).startsWith("UNIMPLEMENTED: ");
              });
    }
  }

  @Test
  void calls_toAServerThatIsKilled_areLostFromThatSecondOn() throws Exception {
    try (Ring ring = Ring.ofProcesses(1, Map.of());
        GrpcServer counting = serveBoth();
        Balancer balancer =
            Balancer.start(
                Fault.NONE,
                Map.of(
                    "helloworld.Hello", List.of("127.0.0.1:" + counting.port()),
                    "helloworld.Goodbye", ring.goodbye().stream().map(Pod::address).toList()),
                0);
        SteadyCaller caller = SteadyCaller.start(options(balancer.address()), "alive")) {
      begun.acquire(50);
      Tally.Summary alive = caller.next("killed");
      ChildProcess goodbye = ring.processes().get(1);
      Instant killed = Instant.now();
      goodbye.kill();
      int unused = goodbye.exitCode();
      int before = begun.drainPermits();
      begun.acquire(100);
      Tally.Summary dead = caller.stop();

      assertThat(alive.losses()).isEmpty();
      assertThat(alive.pods()).containsExactlyInAnyOrder("both-1", "goodbye-1");
      // Of each Hello that was served since, the Goodbye beside it was lost.
      assertThat(dead.lost()).as("%d before the end", before).isGreaterThanOrEqualTo(99);
      assertThat(dead.losses().keySet())
          .allSatisfy(
              loss -> {
                assertThat(loss.service()).isEqualTo("Goodbye");
                // It had begun to answer some when it was killed.
                assertThat(loss.pod()).isIn(Optional.empty(), Optional.of("goodbye-1"));
                assertThat(loss.reason()).startsWith("UNAVAILABLE: ");
                // Those in flight were sent before, but within their deadline.
                assertThat(loss.second())
                    .isAfterOrEqualTo(
                        killed.minus(SteadyCaller.DEADLINE).truncatedTo(ChronoUnit.SECONDS));
              });
      assertThat(dead.losses().keySet().stream().map(Loss::second).distinct().count())
          .as("one count for each second")
          .isEqualTo(dead.losses().size());
    }
  }

  private static SteadyOptions options(String target) {
    return new SteadyOptions(target, Optional.empty(), 300, 1);
  }

  /** Both services in one server, which counts. */
  private GrpcServer serveBoth() throws IOException {
    return GrpcServer.start(
        ServerConfig.from(
            Map.of("GRPC_PORT", "0", "GRPC_ADDRESS", "127.0.0.1", "POD_NAME", "both-1")),
        Stream.concat(
                HelloServer.services("both-1").stream(),
                GoodbyeServer.services(
                    "both-1", Sayings.builtIn(), RandomGenerator.of("L64X128MixRandom"))
                    .stream())
            .map(this::counted)
            .toList());
  }

  private BindableService counted(BindableService service) {
    ServerInterceptor counter =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            begun.release();
            return next.startCall(call, headers);
          }
        };
    return () -> ServerInterceptors.intercept(service, counter);
  }
}
