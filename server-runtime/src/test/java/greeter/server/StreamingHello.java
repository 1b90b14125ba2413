package greeter.server;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.stub.StreamObserver;

/** Replies with the name to each method; INVALID_ARGUMENT if it is empty. */
final class StreamingHello extends HelloGrpc.HelloImplBase {
  @Override
  public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
    replies.onNext(reply(request));
    replies.onCompleted();
  }

  @Override
  public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
    RepeatedReply.send(reply(request), 5, replies);
  }

  @Override
  public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> replies) {
    return Conversation.begin(replies, StreamingHello::reply);
  }

  private static HelloReply reply(HelloRequest request) {
    String name = Text.checked("name", request.getName(), 1, 256);
    return HelloReply.newBuilder().setMessage(name).build();
  }
}
