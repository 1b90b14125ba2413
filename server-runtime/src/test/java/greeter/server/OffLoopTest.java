package greeter.server;

import static greeter.server.Serving.POD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bidirectional method and SayHello block, and say so; SayHelloStreamReply does not. */
@Timeout(30)
class OffLoopTest {
  private static final int MESSAGES = 200;

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(List.of(new Blocking()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void blockingMethod_hasAThreadOfAPool() throws InterruptedException {
    assertThat(call(HelloGrpc.getSayHelloMethod(), "who").next().getMessage())
        .isEqualTo("blocking-call");
  }

  @Test
  void otherMethod_staysOnTheLoop() throws InterruptedException {
    assertThat(call(HelloGrpc.getSayHelloStreamReplyMethod(), "who").next().getMessage())
        .startsWith("event-loop-");
  }

  /** Each message is gone from gRPC's memory when the handler has it. */
  @Test
  void messages_arriveWholeAndInOrder() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> talk =
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod())
            .request(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      talk.send(request(i + "x".repeat(i * 20)));
    }
    talk.halfClose();

    for (int i = 0; i < MESSAGES; i++) {
      assertThat(talk.next().getMessage()).isEqualTo(i + "x".repeat(i * 20));
    }
    assertThat(talk.end()).isEqualTo("OK");
  }

  @Test
  void cancel_reachesTheHandler() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> talk =
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod())
            .request(1)
            .send(request("first"));
    talk.next();

    talk.cancel();

    assertThat(cancelled.await(10, SECONDS)).isTrue();
  }

  @Test
  void handlerThatThrows_isAnswered() throws InterruptedException {
    Logged logged = Logged.by(CallGuard.class);
    try {
      Exchange<?, ?> call = call(HelloGrpc.getSayHelloMethod(), "throw");

      assertThat(call.end()).isEqualTo("UNKNOWN: Application error processing RPC");
      assertThat(call.podsInTrailers()).containsExactly(POD);
      assertThat(logged.next().getMessage()).isEqualTo("helloworld.Hello/SayHello failed");
    } finally {
      logged.close();
    }
  }

  @Test
  void requestThatDoesNotParse_isAnswered() throws InterruptedException {
    Exchange<?, ?> call =
        Exchange.of(
            serving.channel(),
            Bytes.method("helloworld.Hello/SayHello"),
            "\n\u0014A".getBytes(ISO_8859_1));

    assertThat(call.end()).isEqualTo("INTERNAL: Invalid protobuf byte sequence");
    assertThat(call.podsInTrailers()).containsExactly(POD);
  }

  private Exchange<HelloRequest, HelloReply> call(
      MethodDescriptor<HelloRequest, HelloReply> method, String name) {
    return Exchange.of(serving.channel(), method, request(name));
  }

  private static HelloRequest request(String name) {
    return HelloRequest.newBuilder().setName(name).build();
  }

  private final class Blocking extends HelloGrpc.HelloImplBase implements BlockingMethods {
    @Override
    public Set<MethodDescriptor<?, ?>> blockingMethods() {
      return Set.of(HelloGrpc.getSayHelloMethod(), HelloGrpc.getSayHelloBidiStreamMethod());
    }

    @Override
    public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
      if (request.getName().equals("throw")) {
        throw new IllegalStateException("a bug");
      }
      OwnHello.answer(replies, Thread.currentThread().getName());
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      OwnHello.answer(replies, Thread.currentThread().getName());
    }

    @Override
    public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> replies) {
      Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
      return Conversation.begin(
          replies, request -> HelloReply.newBuilder().setMessage(request.getName()).build());
    }
  }
}
