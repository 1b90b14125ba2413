package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.ConnectivityState;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainTest {
  private final Held held = new Held();
  private final List<String> steps = new ArrayList<>();
  private Serving serving;

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void drain_tellsItsSteps() throws Exception {
    serve("20s");
    serving.server().drain(Duration.ofMillis(10), steps::add);
    assertThat(steps)
        .containsExactly(
            "NOT_SERVING, serving on for 0.01 s",
            "GOAWAY, calls in flight may take 20.0 s",
            "done, no call was cut");
  }

  @Test
  void drain_waitsForSettle() throws Exception {
    serve("20s");
    List<Long> times = new ArrayList<>();
    serving.server().drain(Duration.ofMillis(200), step -> times.add(System.nanoTime()));
    assertThat(Duration.ofNanos(times.get(1) - times.get(0)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void drain_letsCallsInFlightEnd() throws Exception {
    serve("20s");
    Exchange<HelloRequest, HelloReply> call = sayHello();
    StreamObserver<HelloReply> replies = held.next();
    CountDownLatch goAway = new CountDownLatch(1);
    serving.channel().notifyWhenStateChanged(ConnectivityState.READY, goAway::countDown);
    CompletableFuture<Void> drained = CompletableFuture.runAsync(this::drain);
    assertThat(goAway.await(10, SECONDS)).isTrue();
    OwnHello.answer(replies, "late, but whole");
    assertThat(call.end()).isEqualTo("OK");
    drained.get(10, SECONDS);
    assertThat(steps).last().isEqualTo("done, no call was cut");
  }

  @Test
  void drain_cutsCallsThatDoNotEnd() throws Exception {
    serve("100ms");
    Exchange<HelloRequest, HelloReply> call = sayHello();
    held.next();
    drain();
    assertThat(call.end())
        .isEqualTo("CANCELLED: RST_STREAM closed stream. HTTP/2 error code: CANCEL");
    assertThat(call.podsInTrailers()).isEmpty();
    assertThat(steps).last().isEqualTo("grace is over, calls in flight are cut");
  }

  @Test
  void drain_leavesNobodyListening() throws Exception {
    serve("20s");
    drain();
    assertThat(sayHello().end()).startsWith("UNAVAILABLE");
  }

  private void serve(String grace) throws IOException {
    serving = Serving.start(Map.of("GREETER_GRACE", grace), List.of(held.service()));
  }

  private Exchange<HelloRequest, HelloReply> sayHello() {
    return Exchange.of(
        serving.channel(), HelloGrpc.getSayHelloMethod(), HelloRequest.getDefaultInstance());
  }

  private void drain() {
    try {
      serving.server().drain(Duration.ZERO, steps::add);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
