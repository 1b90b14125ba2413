package greeter.hello;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.server.Conversation;
import greeter.server.RepeatedReply;
import greeter.server.Text;
import io.grpc.stub.StreamObserver;

/** Greets. Nothing here blocks, so all of it runs on the event loop. */
final class HelloService extends HelloGrpc.HelloImplBase {
  private static final int REPLIES_OF_A_STREAM = 5;

  private final String pod;

  HelloService(String pod) {
    this.pod = pod;
  }

  @Override
  public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
    replies.onNext(reply(request));
    replies.onCompleted();
  }

  @Override
  public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
    RepeatedReply.send(reply(request), REPLIES_OF_A_STREAM, replies);
  }

  @Override
  public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> replies) {
    return Conversation.begin(replies, this::reply);
  }

  private HelloReply reply(HelloRequest request) {
    String name = Text.checked("name", request.getName(), 1, 256);
    String age = Text.checked("age", request.getAge(), 0, 32);
    return HelloReply.newBuilder().setMessage(Wire.helloText(name, age, pod)).build();
  }
}
