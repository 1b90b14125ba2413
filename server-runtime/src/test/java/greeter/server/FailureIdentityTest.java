package greeter.server;

import static greeter.server.Serving.POD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer that is not OK names the pod in its trailers, whoever in the server gave it. */
@Timeout(30)
class FailureIdentityTest {
  private Serving serving;

  @AfterEach
  void stop() {
    serving.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"helloworld.Hello/Nope", "no.Such/Method", "helloworld.Hello"})
  void unknownMethod(String method) throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.of(serving.channel(), Bytes.method(method), new byte[0]),
        "UNIMPLEMENTED: Method not found: " + method);
  }

  @Test
  void methodThatIsNotImplemented() throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        sayHello(HelloGrpc.getSayHelloStreamReplyMethod()),
        "UNIMPLEMENTED: Method helloworld.Hello/SayHelloStreamReply is unimplemented");
  }

  @Test
  void unknownServiceOfHealth() throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.of(
            serving.channel(),
            HealthGrpc.getCheckMethod(),
            HealthCheckRequest.newBuilder().setService("no.Such").build()),
        "NOT_FOUND: unknown service no.Such");
  }

  @Test
  void badArgument() throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.of(
            serving.channel(), HelloGrpc.getSayHelloMethod(), HelloRequest.getDefaultInstance()),
        "INVALID_ARGUMENT: name: 0 characters (expected: 1..256)");
  }

  @Test
  void handlerThatThrowsStatus() throws Exception {
    serve(
        (request, replies) -> {
          throw Status.ABORTED.withDescription("try later").asRuntimeException();
        });
    assertFailure(sayHello(HelloGrpc.getSayHelloMethod()), "ABORTED: try later");
  }

  @Test
  void handlerThatCallsOnError() throws Exception {
    serve(
        (request, replies) ->
            replies.onError(Status.DATA_LOSS.withDescription("gone").asRuntimeException()));
    assertFailure(sayHello(HelloGrpc.getSayHelloMethod()), "DATA_LOSS: gone");
  }

  @Test
  void handlerThatRepliesAndThenFails() throws Exception {
    serve(
        (request, replies) -> {
          replies.onNext(HelloReply.getDefaultInstance());
          replies.onError(Status.DATA_LOSS.asRuntimeException());
        });
    assertFailure(sayHello(HelloGrpc.getSayHelloMethod()), "DATA_LOSS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\u0002\u00ff\u00fe", "\n\u0014A", "\u0007"})
  void requestThatDoesNotParse(String latin1) throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.of(
            serving.channel(),
            Bytes.method("helloworld.Hello/SayHello"),
            latin1.getBytes(ISO_8859_1)),
        "INTERNAL: Invalid protobuf byte sequence");
  }

  @Test
  void healthRequestThatDoesNotParse() throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.of(serving.channel(), Bytes.method("grpc.health.v1.Health/Check"), new byte[] {7}),
        "INTERNAL: Invalid protobuf byte sequence");
  }

  @Test
  void callWithoutRequest() throws Exception {
    serve(OwnHello.echo());
    assertFailure(
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloMethod()).request(2).halfClose(),
        "INTERNAL: Half-closed without a request");
  }

  private void serve(BiConsumer<HelloRequest, StreamObserver<HelloReply>> handler)
      throws IOException {
    serve(new OwnHello(handler));
  }

  private void serve(OwnHello hello) throws IOException {
    serving = Serving.start(List.of(hello));
  }

  private Exchange<HelloRequest, HelloReply> sayHello(
      MethodDescriptor<HelloRequest, HelloReply> method) {
    return Exchange.of(serving.channel(), method, HelloRequest.newBuilder().setName("Bob").build());
  }

  private static void assertFailure(Exchange<?, ?> call, String status)
      throws InterruptedException {
    assertThat(call.end()).isEqualTo(status);
    assertThat(call.podsInTrailers()).containsExactly(POD);
  }
}
