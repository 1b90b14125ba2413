package greeter.server;

import static greeter.server.Serving.POD;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallGuardTest {
  private static final HelloRequest BOB = HelloRequest.newBuilder().setName("Bob").build();

  private final Logged logged = Logged.by(CallGuard.class);
  private Serving serving;

  @AfterEach
  void stop() {
    serving.close();
    logged.close();
  }

  @Test
  void handlerThatThrows_isUnknown_andLogged() throws Exception {
    RuntimeException secret = new IllegalStateException("password is 1234");
    serve(
        new OwnHello(
            (request, replies) -> {
              throw secret;
            }));
    assertUnknown(sayHello());
    assertLogged("helloworld.Hello/SayHello failed", secret);
  }

  @Test
  void handlerWithAnError_isUnknown_andLogged() throws Exception {
    Error secret = new NoClassDefFoundError("com/example/Secret");
    serve(
        new OwnHello(
            (request, replies) -> {
              throw secret;
            }));
    assertUnknown(sayHello());
    assertLogged("helloworld.Hello/SayHello failed", secret);
  }

  @Test
  void handlerThatThrowsAtTheBeginning_isUnknown_andLogged() throws Exception {
    RuntimeException secret = new IllegalStateException("password is 1234");
    serve(
        new HelloGrpc.HelloImplBase() {
          @Override
          public StreamObserver<HelloRequest> sayHelloBidiStream(
              StreamObserver<HelloReply> replies) {
            throw secret;
          }
        });
    assertUnknown(Exchange.of(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod(), BOB));
    assertLogged("helloworld.Hello/SayHelloBidiStream failed", secret);
  }

  @Test
  void handlerThatAnswersAndThrows_hasAnswered() throws Exception {
    RuntimeException late = new IllegalStateException("too late");
    serve(
        new OwnHello(
            (request, replies) -> {
              OwnHello.answer(replies, "first");
              throw late;
            }));
    Exchange<HelloRequest, HelloReply> call = sayHello();
    assertThat(call.next().getMessage()).isEqualTo("first");
    assertThat(call.end()).isEqualTo("OK");
    assertLogged("helloworld.Hello/SayHello failed", late);
  }

  @Test
  void requestsAfterTheFailure_doNotReachTheHandler() throws Exception {
    serve(
        new HelloGrpc.HelloImplBase() {
          @Override
          public StreamObserver<HelloRequest> sayHelloBidiStream(
              StreamObserver<HelloReply> replies) {
            return new Failing();
          }
        });
    assertUnknown(
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod())
            .request(1)
            .send(BOB)
            .send(BOB)
            .halfClose());
    assertThat(logged.next().getThrown()).hasMessage("onNext");
    serving.close();
    assertThat(logged.rest()).isEmpty();
  }

  private void serve(BindableService service) throws IOException {
    serving = Serving.start(List.of(service));
  }

  private Exchange<HelloRequest, HelloReply> sayHello() {
    return Exchange.of(serving.channel(), HelloGrpc.getSayHelloMethod(), BOB);
  }

  private static void assertUnknown(Exchange<?, ?> call) throws InterruptedException {
    assertThat(call.end()).isEqualTo("UNKNOWN: Application error processing RPC");
    assertThat(call.podsInTrailers()).containsExactly(POD);
  }

  private void assertLogged(String message, Throwable thrown) throws InterruptedException {
    LogRecord entry = logged.next();
    assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
    assertThat(entry.getMessage()).isEqualTo(message);
    assertThat(entry.getThrown()).isSameAs(thrown);
    assertThat(logged.rest()).isEmpty();
  }

  private static final class Failing implements StreamObserver<HelloRequest> {
    @Override
    public void onNext(HelloRequest request) {
      throw new IllegalStateException("onNext");
    }

    @Override
    public void onCompleted() {
      throw new IllegalStateException("onCompleted");
    }

    @Override
    public void onError(Throwable cancelled) {}
  }
}
