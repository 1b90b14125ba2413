package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Blame;
import greeter.client.server.GreetingServer;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {
  private static Load ofCalls(GreetingServer server, long calls, Duration warmup) {
    return load(server, Optional.empty(), OptionalLong.of(calls), warmup);
  }

  private static Load load(
      GreetingServer server, Optional<Plan.Open> open, OptionalLong calls, Duration warmup) {
    Plan plan =
        new Plan(
            open,
            1,
            open.map(rate -> Duration.ofSeconds(1)),
            calls,
            warmup,
            1,
            Duration.ofHours(1),
            OptionalInt.empty(),
            false,
            0);
    return new Load(server.connector(), plan, Workload.greetings("hello", 1, 0));
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

  @Test
  void callsThatCount_beginWhenTheWarmUpsAreAnswered() throws Exception {
    Queue<StreamObserver<HelloReply>> held = new ConcurrentLinkedQueue<>();
    AtomicBoolean holding = new AtomicBoolean(true);
    try (GreetingServer server =
        GreetingServer.unnamed(
            new HelloGrpc.HelloImplBase() {
              @Override
              public void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
                held.add(out);
                if (!holding.get()) {
                  answer(held);
                }
              }
            })) {
      Duration warmup = Duration.ofSeconds(2);
      Plan.Open rate =
          new Plan.Open(Rate.parse("1").until(Duration.ofSeconds(1)), Arrivals.constant(), 10);
      Load load = load(server, Optional.of(rate), OptionalLong.empty(), warmup);
      FutureTask<LoadResult> run = new FutureTask<>(load::run);
      new Thread(run, "runner").start();

      while (load.glance().at().compareTo(warmup.dividedBy(-2)) < 0) {
        Thread.onSpinWait();
      }

      holding.set(false);
      answer(held);
      assertThat(run.get().counts()).isEqualTo(new Counts(0, 1, 0, 0, 0));
    }
  }

  private static void answer(Queue<StreamObserver<HelloReply>> held) {
    for (StreamObserver<HelloReply> out = held.poll(); out != null; out = held.poll()) {
      out.onNext(HelloReply.getDefaultInstance());
      out.onCompleted();
    }
  }
}
