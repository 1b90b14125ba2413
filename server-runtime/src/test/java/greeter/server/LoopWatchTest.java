package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SayHello blocks and says so; SayHelloStreamReply holds the loop until that is logged. */
@Timeout(60)
class LoopWatchTest {
  private static final HelloRequest SHORT = HelloRequest.newBuilder().setName("short").build();
  private static final HelloRequest LONG = HelloRequest.newBuilder().setName("long").build();

  private final Semaphore reports = new Semaphore(0);
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final Logged logged = Logged.by(GrpcServer.class, reports::release);
  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(List.of(new Holding()));
  }

  @AfterEach
  void stop() {
    testIsOver.countDown();
    serving.close();
    logged.close();
  }

  @Test
  void heldLoop_isLogged_withMethodAndStack() throws InterruptedException {
    assertThat(call(HelloGrpc.getSayHelloStreamReplyMethod(), LONG).end()).isEqualTo("OK");
    LogRecord entry = logged.next();
    assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
    assertThat(entry.getMessage())
        .matches("helloworld.Hello/SayHelloStreamReply holds its event loop, for \\d+ ms so far");
    assertThat(entry.getThrown().getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("hold");
  }

  @Test
  void shortTurns_areNotLogged() throws InterruptedException {
    call(HelloGrpc.getSayHelloStreamReplyMethod(), SHORT).end();
    call(HelloGrpc.getSayHelloStreamReplyMethod(), LONG).end();
    call(HelloGrpc.getSayHelloStreamReplyMethod(), SHORT).end();
    call(HelloGrpc.getSayHelloStreamReplyMethod(), LONG).end();
    assertThat(logged.rest()).hasSize(2);
  }

  @Test
  void blockingMethod_isNotLogged() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> blocked = call(HelloGrpc.getSayHelloMethod(), LONG);
    call(HelloGrpc.getSayHelloMethod(), SHORT).end();
    // It blocks for longer than each of these, which are logged.
    call(HelloGrpc.getSayHelloStreamReplyMethod(), LONG).end();
    call(HelloGrpc.getSayHelloStreamReplyMethod(), LONG).end();
    testIsOver.countDown();
    assertThat(blocked.end()).isEqualTo("OK");
    assertThat(logged.rest())
        .extracting(LogRecord::getMessage)
        .hasSize(2)
        .allMatch(message -> message.startsWith("helloworld.Hello/SayHelloStreamReply "));
  }

  private Exchange<HelloRequest, HelloReply> call(
      MethodDescriptor<HelloRequest, HelloReply> method, HelloRequest request) {
    return Exchange.of(serving.channel(), method, request);
  }

  private final class Holding extends HelloGrpc.HelloImplBase implements BlockingMethods {
    @Override
    public Set<MethodDescriptor<?, ?>> blockingMethods() {
      return Set.of(HelloGrpc.getSayHelloMethod());
    }

    @Override
    public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
      if (request.equals(LONG)) {
        hold(() -> testIsOver.await(30, SECONDS));
      }
      OwnHello.answer(replies, Thread.currentThread().getName());
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      if (request.equals(LONG)) {
        hold(() -> reports.tryAcquire(10, SECONDS));
      }
      OwnHello.answer(replies, Thread.currentThread().getName());
    }

    private static void hold(Callable<Boolean> until) {
      try {
        assertThat(until.call()).isTrue();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
