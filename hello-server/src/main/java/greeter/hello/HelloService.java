package greeter.hello;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.server.Text;
import io.grpc.stub.ServerCallStreamObserver;
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
    HelloReply reply = reply(request);
    ServerCallStreamObserver<HelloReply> call = (ServerCallStreamObserver<HelloReply>) replies;
    // Sends while the caller reads: onReady comes again each time that there is room.
    call.setOnReadyHandler(
        new Runnable() {
          private int left = REPLIES_OF_A_STREAM;

          @Override
          public void run() {
            while (left > 0 && call.isReady()) {
              left--;
              call.onNext(reply);
              if (left == 0) {
                call.onCompleted();
              }
            }
          }
        });
  }

  @Override
  public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> replies) {
    ServerCallStreamObserver<HelloReply> call = (ServerCallStreamObserver<HelloReply>) replies;
    Conversation<HelloRequest, HelloReply> conversation = new Conversation<>(call, this::reply);
    // The next request is asked for when its reply has room: who does not read is not read from.
    call.disableAutoRequest();
    call.setOnReadyHandler(conversation::requestIfIdle);
    return conversation;
  }

  private HelloReply reply(HelloRequest request) {
    String name = Text.checked("name", request.getName(), 1, 256);
    String age = Text.checked("age", request.getAge(), 0, 32);
    return HelloReply.newBuilder().setMessage(Wire.helloText(name, age, pod)).build();
  }
}
