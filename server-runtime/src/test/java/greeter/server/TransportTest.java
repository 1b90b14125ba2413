package greeter.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.GatheredWrites;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over connections that gather their writes: nothing is late, lost or out of order. */
@Timeout(60)
class TransportTest {
  private static final int REPLIES = 20_000;
  private static final String LARGE = "x".repeat(10_000);

  private Serving serving;

  /**
   * Counts its replies, as fast as the caller reads; a name of "large" makes them so. No call of
   * "nobody" is answered.
   */
  private static final class Counting extends HelloGrpc.HelloImplBase {
    @Override
    public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
      if (!request.getName().equals("nobody")) {
        replies.onNext(HelloReply.newBuilder().setMessage(request.getName()).build());
        replies.onCompleted();
      }
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      String padding = request.getName().equals("large") ? LARGE : "";
      ServerCallStreamObserver<HelloReply> out = (ServerCallStreamObserver<HelloReply>) replies;
      int[] sent = {0};
      out.setOnReadyHandler(
          () -> {
            while (out.isReady() && sent[0] < REPLIES) {
              out.onNext(HelloReply.newBuilder().setMessage(sent[0]++ + padding).build());
            }
            if (sent[0] == REPLIES) {
              sent[0]++;
              out.onCompleted();
            }
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    serving = Serving.start(List.of(new Counting()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  private static HelloRequest named(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }

  private Exchange<HelloRequest, HelloReply> stream(String name) {
    return Exchange.begin(serving.channel(), HelloGrpc.getSayHelloStreamReplyMethod())
        .send(named(name))
        .halfClose();
  }

  private static void assertInOrder(Exchange<HelloRequest, HelloReply> stream, int replies)
      throws InterruptedException {
    for (int i = 0; i < replies; i++) {
      assertThat(stream.next().getMessage()).startsWith(Integer.toString(i));
    }
  }

  @Test
  void stream_readSlowly_isInOrder() throws Exception {
    Exchange<HelloRequest, HelloReply> stream = stream("small");
    for (int i = 0; i < REPLIES; i++) {
      assertThat(stream.request(1).next().getMessage()).isEqualTo(Integer.toString(i));
    }

    assertThat(stream.request(1).end()).isEqualTo("OK");
  }

  /** Of which the client's window of 1 MiB holds a hundred: the server waits, again and again. */
  @Test
  void stream_ofLargeReplies_readSlowly_isInOrder() throws Exception {
    Exchange<HelloRequest, HelloReply> stream = stream("large");
    for (int i = 0; i < 1_000; i++) {
      assertThat(stream.request(1).next().getMessage()).isEqualTo(i + LARGE);
    }
    stream.cancel();
  }

  @Test
  void stream_ofLargeAndOfSmallReplies_areInOrder() throws Exception {
    Exchange<HelloRequest, HelloReply> large = stream("large").request(REPLIES);
    Exchange<HelloRequest, HelloReply> small = stream("small").request(REPLIES);

    assertInOrder(small, REPLIES);
    assertInOrder(large, 2_000);
    large.cancel();
    assertThat(small.request(1).end()).isEqualTo("OK");
  }

  /** Whoever does not read stops its own stream alone, whose window is full. */
  @Test
  void streamThatNobodyReads_holdsNoOtherCall() throws Exception {
    stream("large");
    for (int i = 0; i < 100; i++) {
      Exchange<HelloRequest, HelloReply> call =
          Exchange.of(serving.channel(), HelloGrpc.getSayHelloMethod(), named("call " + i));
      assertThat(call.next().getMessage()).isEqualTo("call " + i);
      assertThat(call.end()).isEqualTo("OK");
    }
  }

  /** A loop looks at one connection at a time: each has its turn, and so have those that come. */
  @Test
  void connectionThatIsAlwaysBusy_holdsNoOther() throws Exception {
    Flood flood = new Flood(HelloGrpc.newStub(serving.channel()), new Semaphore(0));
    flood.begin(500);
    // Loops take connections in turn: one of these is with the flood's.
    for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
      ManagedChannel other = Serving.channelTo(serving.port());
      try {
        for (int call = 0; call < 20; call++) {
          flood.awaitAnother();
          assertThat(HelloGrpc.newBlockingStub(other).sayHello(named("a call")).getMessage())
              .isEqualTo("a call");
        }
      } finally {
        other.shutdownNow();
      }
    }
  }

  /**
   * Connections that come at once while others are busy. A loop that took one of them whenever it
   * has served all others would serve those as often as new ones come.
   */
  @Test
  void connectionsThatComeAtOnce_waitForFewRoundsOfTheOthers() throws Exception {
    int busy = 50;
    int coming = 200;
    List<ManagedChannel> channels = new ArrayList<>();
    List<Socket> sockets = new ArrayList<>();
    Semaphore answered = new Semaphore(0);
    try {
      for (int i = 0; i < busy; i++) {
        ManagedChannel channel = Serving.channelTo(serving.port());
        channels.add(channel);
        new Flood(HelloGrpc.newStub(channel), answered).begin(10);
      }
      answered.acquire(10 * busy);
      for (int i = 0; i < coming; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), serving.port());
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      }
      answered.drainPermits();
      for (Socket socket : sockets) {
        assertThat(socket.getInputStream().read()).as("its SETTINGS").isNotNegative();
      }

      assertThat(answered.availablePermits()).isLessThan(coming * busy / 2);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  /** Calls without a pause, each followed by the next, until the server ends. */
  private static final class Flood implements StreamObserver<HelloReply> {
    private final HelloGrpc.HelloStub stub;
    private final Semaphore answered;

    Flood(HelloGrpc.HelloStub stub, Semaphore answered) {
      this.stub = stub;
      this.answered = answered;
    }

    void begin(int callsAtOnce) {
      for (int i = 0; i < callsAtOnce; i++) {
        stub.sayHello(named("flood"), this);
      }
    }

    void awaitAnother() throws InterruptedException {
      answered.drainPermits();
      answered.acquire();
    }

    @Override
    public void onNext(HelloReply reply) {
      answered.release();
    }

    @Override
    public void onError(Throwable serverHasEnded) {
      // And so has the flood.
    }

    @Override
    public void onCompleted() {
      stub.sayHello(named("flood"), this);
    }
  }

  @Test
  void callsOfABatch_someOfThemCancelled_othersAreAnswered() throws Exception {
    List<Exchange<HelloRequest, HelloReply>> kept = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Exchange<HelloRequest, HelloReply> call =
          Exchange.of(serving.channel(), HelloGrpc.getSayHelloMethod(), named("call " + i));
      if (i % 3 == 0) {
        call.cancel();
      } else {
        kept.add(call);
      }
    }

    for (Exchange<HelloRequest, HelloReply> call : kept) {
      assertThat(call.end()).isEqualTo("OK");
      assertThat(call.replies()).hasSize(1);
    }
  }

  @Test
  void callsOfABatch_someOfThemPastTheirDeadline_othersAreAnswered() throws Exception {
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS);
    List<Exchange<HelloRequest, HelloReply>> kept = new ArrayList<>();
    List<Exchange<HelloRequest, HelloReply>> late = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      if (i % 3 == 0) {
        late.add(
            Exchange.begin(serving.channel(), HelloGrpc.getSayHelloMethod(), soon, new Metadata())
                .request(1)
                .send(named("nobody"))
                .halfClose());
      } else {
        kept.add(Exchange.of(serving.channel(), HelloGrpc.getSayHelloMethod(), named("call " + i)));
      }
    }

    for (Exchange<HelloRequest, HelloReply> call : kept) {
      assertThat(call.end()).isEqualTo("OK");
    }
    for (Exchange<HelloRequest, HelloReply> call : late) {
      assertThat(call.end()).startsWith("DEADLINE_EXCEEDED");
    }
  }

  /** Reset while megabytes of them are on their way. */
  @Test
  void streamsOfLargeReplies_cancelledAtOnce_leaveTheConnectionInOrder() throws Exception {
    for (int i = 0; i < 50; i++) {
      Exchange<HelloRequest, HelloReply> stream = stream("large").request(REPLIES);
      assertInOrder(stream, 3);
      stream.cancel();
    }

    assertInOrder(stream("large").request(300), 300);
    assertThat(Exchange.of(serving.channel(), HelloGrpc.getSayHelloMethod(), named("after")).end())
        .isEqualTo("OK");
  }

  @Test
  void serverThatSendsGoaway_sendsWhatIsUnderWay() throws Exception {
    Exchange<HelloRequest, HelloReply> stream = stream("large").request(10);
    assertInOrder(stream, 10);
    CountDownLatch goAway = new CountDownLatch(1);
    serving.channel().notifyWhenStateChanged(ConnectivityState.READY, goAway::countDown);
    CompletableFuture<Void> drained =
        CompletableFuture.runAsync(
            () -> {
              try {
                serving.server().drain(Duration.ZERO, step -> {});
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(goAway.await(10, TimeUnit.SECONDS)).isTrue();

    stream.request(REPLIES);
    for (int i = 10; i < REPLIES; i++) {
      assertThat(stream.next().getMessage()).startsWith(i + "x");
    }

    assertThat(stream.end()).isEqualTo("OK");
    drained.get(10, TimeUnit.SECONDS);
  }

  @Test
  void serverThatEnds_tellsStreamsWithRepliesUnderWay() throws Exception {
    Exchange<HelloRequest, HelloReply> stream = stream("large").request(REPLIES);
    assertInOrder(stream, 10);

    serving.server().close();

    assertThat(stream.end())
        .isEqualTo("CANCELLED: RST_STREAM closed stream. HTTP/2 error code: CANCEL");
  }

  @Test
  void connection_thatIsAccepted_gathersBeforeAllElse() {
    EmbeddedChannel connection = new EmbeddedChannel();
    EmbeddedChannel listener = new EmbeddedChannel(new Transport.Accepted());

    listener.writeInbound(connection);

    assertThat(connection.pipeline().first()).isInstanceOf(GatheredWrites.class);
    assertThat(listener.<Object>readInbound()).isSameAs(connection);
  }
}
