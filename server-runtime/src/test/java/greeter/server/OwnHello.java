package greeter.server;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;

/** A Hello whose SayHello is the test's own; the others are not implemented. */
final class OwnHello extends HelloGrpc.HelloImplBase {
  private final BiConsumer<HelloRequest, StreamObserver<HelloReply>> handler;

  OwnHello(BiConsumer<HelloRequest, StreamObserver<HelloReply>> handler) {
    this.handler = handler;
  }

  /** Answers with the name; INVALID_ARGUMENT if it is empty. */
  static OwnHello echo() {
    return new OwnHello(
        (request, replies) -> answer(replies, Text.checked("name", request.getName(), 1, 256)));
  }

  static void answer(StreamObserver<HelloReply> replies, String message) {
    replies.onNext(HelloReply.newBuilder().setMessage(message).build());
    replies.onCompleted();
  }

  @Override
  public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
    handler.accept(request, replies);
  }
}
