package greeter.client.spread;

import static greeter.client.server.GreetingServer.hello;
import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.calls.Outcome;
import greeter.client.connect.Connector;
import greeter.client.server.GreetingServer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SenderTest {
  private static final Greeting<?, ?> HELLO = Greeting.hello("Ann", "30");
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void send_answersOutOfOrder_areAttributedInSendOrder() {
    try (GreetingServer server = GreetingServer.named(rotation("a", "b", "c"), new Swapping())) {
      Sent sent = send(server, new Plan(301, OptionalInt.of(1)));

      assertThat(sent.served()).hasSize(301);
      assertThat(pods(sent.connections().get(0)))
          .isEqualTo(
              IntStream.range(0, 301).mapToObj(i -> "abc".substring(i % 3, i % 3 + 1)).toList());
      assertThat(Order.of(sent).policy()).isEqualTo(Order.Policy.ROTATION);
    }
  }

  @Test
  void send_oneConnection_isOne() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("a"))) {
      assertThat(send(server, new Plan(50, OptionalInt.of(1))).connections()).hasSize(1);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Else calls that wait for the connection might leave it in another order. */
  @Test
  void send_firstCall_goesAlone() {
    Hesitating hesitating = new Hesitating();
    try (GreetingServer server = GreetingServer.unnamed(hesitating)) {
      assertThat(send(server, new Plan(50, OptionalInt.of(1))).served()).hasSize(50);
      assertThat(hesitating.early()).isZero();
    }
  }

  @Test
  void send_pool_sharesTheCalls() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("a"))) {
      assertThat(send(server, new Plan(50, OptionalInt.of(4))).connections())
          .extracting(List::size)
          .containsExactly(13, 13, 12, 12);
      assertThat(server.connections()).isEqualTo(4);
    }
  }

  @Test
  void send_poolLargerThanTheCalls_usesOnlySome() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("a"))) {
      assertThat(send(server, new Plan(2, OptionalInt.of(9))).connections()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void send_fresh_connectsForEachCallAndEndsTheConnection() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("a"))) {
      Sent sent = send(server, new Plan(30, OptionalInt.empty()));

      assertThat(sent.served()).hasSize(30);
      assertThat(sent.connections()).hasSize(30);
      assertThat(server.connections()).isEqualTo(30);
      assertThat(server.seesEnd(30)).isTrue();
    }
  }

  @Test
  void send_someFail_goesOn() {
    try (GreetingServer server =
        GreetingServer.named(rotation("a"), new Failing(call -> call % 2 == 1))) {
      Sent sent = send(server, new Plan(500, OptionalInt.of(1)));

      assertThat(sent.ended()).isEqualTo(500);
      assertThat(sent.failed()).hasSize(250);
    }
  }

  /** 100 failures are enough, and 100 calls at most are in flight by then. */
  @Test
  void send_nothingButFailures_stopsEarly() {
    try (GreetingServer server = GreetingServer.named(rotation("a"), new Failing(call -> true))) {
      Sent sent = send(server, new Plan(10_000, OptionalInt.of(1)));

      assertThat(sent.planned()).isEqualTo(10_000);
      assertThat(sent.failed()).hasSizeBetween(100, 200);
      assertThat(sent.ended()).isEqualTo(sent.failed().size());
    }
  }

  /** As many as are in flight have had no answer; to wait for all would take minutes. */
  @Test
  void send_limitedWhereCallsHaveNoAnswer_stopsEarly() {
    try (GreetingServer server = GreetingServer.named(rotation("a"), new Stalling(10));
        Sender sender =
            new Sender(
                server.connector(),
                new Caller(Duration.ofMillis(200)),
                new Plan(1000, OptionalInt.of(1)),
                4,
                LONG)) {
      Sent sent = sender.send(HELLO);

      assertThat(sent.served()).hasSize(10);
      assertThat(sent.failed()).hasSizeBetween(4, 8);
    }
  }

  @Test
  void send_interrupted_givesWhatIsKnownAndStaysInterrupted() throws Exception {
    Stalling stalling = new Stalling(10);
    try (GreetingServer server = GreetingServer.named(rotation("a"), stalling)) {
      Thread worker = Thread.currentThread();
      Thread interrupter =
          new Thread(
              () -> {
                stalling.awaitStall();
                worker.interrupt();
              });
      interrupter.start();

      Sent sent = send(server, new Plan(1000, OptionalInt.of(1)));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(sent.served()).hasSize(10);
      assertThat(sent.ended()).isEqualTo(10);
      assertThat(sent.planned()).isEqualTo(1000);
      interrupter.join();
    }
  }

  @Test
  void send_nobodyListens_failsEachCall() {
    GreetingServer server = GreetingServer.unnamed(hello(q -> "never"));
    server.close();

    Sent sent = send(server, new Plan(5, OptionalInt.of(1)));

    assertThat(sent.failed()).hasSize(5);
  }

  private static Sent send(GreetingServer server, Plan plan) {
    Connector connector = server.connector();
    try (Sender sender = new Sender(connector, new Caller(LONG), plan)) {
      return sender.send(HELLO);
    }
  }

  private static List<String> pods(List<Outcome> outcomes) {
    return Sent.pods(outcomes.stream()).toList();
  }

  /** Answers the first call, and then each two calls in the order second, first. */
  private static final class Swapping extends HelloGrpc.HelloImplBase {
    private boolean first = true;
    private StreamObserver<HelloReply> waiting;

    @Override
    public synchronized void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
      if (!first && waiting == null) {
        waiting = out;
        return;
      }
      answer(out);
      if (waiting != null) {
        answer(waiting);
        waiting = null;
      }
      first = false;
    }
  }

  /** Takes its time for the first call, and counts those that come before it is answered. */
  private static final class Hesitating extends HelloGrpc.HelloImplBase {
    private final Executor later = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
    private int calls;
    private boolean answered;
    private int early;

    @Override
    public synchronized void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
      if (calls++ == 0) {
        later.execute(() -> answerFirst(out));
        return;
      }
      early += answered ? 0 : 1;
      answer(out);
    }

    synchronized int early() {
      return early;
    }

    private synchronized void answerFirst(StreamObserver<HelloReply> out) {
      answered = true;
      answer(out);
    }
  }

  private static final class Failing extends HelloGrpc.HelloImplBase {
    private final IntPredicate fails;
    private int calls;

    Failing(IntPredicate fails) {
      this.fails = fails;
    }

    @Override
    public synchronized void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
      if (fails.test(calls++)) {
        out.onError(Status.UNAVAILABLE.asRuntimeException());
      } else {
        answer(out);
      }
    }
  }

  /** Answers so many calls, and no others. */
  private static final class Stalling extends HelloGrpc.HelloImplBase {
    private final CountDownLatch stalled = new CountDownLatch(1);
    private int left;

    Stalling(int answers) {
      this.left = answers;
    }

    @Override
    public synchronized void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
      if (left-- > 0) {
        answer(out);
      } else if (left <= -100) {
        // 100 calls are in flight at most: the client has read every answer.
        stalled.countDown();
      }
    }

    void awaitStall() {
      try {
        stalled.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void answer(StreamObserver<HelloReply> out) {
    out.onNext(HelloReply.newBuilder().setMessage("Hello").build());
    out.onCompleted();
  }
}
