package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Blame;
import greeter.client.connect.Connector;
import greeter.client.server.GreetingServer;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {
  private static Load ofCalls(GreetingServer server, long calls, Duration warmup) {
    Connector connector = server.connector();
    Plan plan =
        new Plan(
            Optional.empty(),
            1,
            Optional.empty(),
            OptionalLong.of(calls),
            warmup,
            1,
            Duration.ofHours(1),
            OptionalInt.empty(),
            false,
            0);
    return new Load(connector, plan, Workload.greetings("hello", 1, 0));
  }

  @Test
  void glance_afterTheWarmUp_isOfTheTimeSince() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("text"))) {
      Load load = ofCalls(server, 40, Duration.ofMillis(300));
      LoadResult unused = load.run();

      Glance glance = load.glance();

      assertThat(glance.recent().count()).isEqualTo(40);
      assertThat(glance.answered() * glance.at().toNanos() / 1e9).isCloseTo(40, within(1e-6));
    }
  }

  @Test
  void secondInterrupt_endsTheCallsThatAreAwaited() throws Exception {
    Semaphore arrived = new Semaphore(0);
    try (GreetingServer server =
        GreetingServer.unnamed(
            new HelloGrpc.HelloImplBase() {
              @Override
              public void sayHello(HelloRequest request, StreamObserver<HelloReply> never) {
                arrived.release();
              }
            })) {
      Load load = ofCalls(server, 1, Duration.ZERO);
      FutureTask<LoadResult> run = new FutureTask<>(load::run);
      Thread runner = new Thread(run, "runner");
      runner.start();

      arrived.acquire();
      assertThat(load.glance().interrupted()).isFalse();
      runner.interrupt();
      while (!load.glance().interrupted()) {
        Thread.onSpinWait();
      }
      runner.interrupt();

      LoadResult result = run.get();
      assertThat(result.interrupted()).isTrue();
      assertThat(result.losses())
          .singleElement()
          .satisfies(
              loss -> {
                assertThat(loss.calls()).isOne();
                assertThat(loss.blame()).isEqualTo(Blame.CANNOT_TELL);
                assertThat(loss.reason())
                    .isEqualTo(
                        "CANCELLED: no answer by the end of the run, where this client"
                            + " ended it");
              });
    }
  }
}
