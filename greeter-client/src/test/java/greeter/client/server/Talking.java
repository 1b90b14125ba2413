package greeter.client.server;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Hello with all its methods; each does what the real one does, or what a test overrides. */
public class Talking extends HelloGrpc.HelloImplBase {
  private static final HelloReply REPLY = HelloReply.newBuilder().setMessage("Hello").build();

  @Override
  public void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
    out.onNext(REPLY);
    out.onCompleted();
  }

  @Override
  public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> out) {
    sayHello(request, out);
  }

  @Override
  public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> out) {
    return new StreamObserver<>() {
      @Override
      public void onNext(HelloRequest request) {
        if (request.getName().isEmpty()) {
          out.onError(
              Status.INVALID_ARGUMENT
                  .withDescription("name: 0 characters (expected: 1..256)")
                  .asRuntimeException());
        } else {
          out.onNext(REPLY);
        }
      }

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {
        end(out);
      }
    };
  }

  /** When the caller of a bidirectional stream has half-closed. */
  protected void end(StreamObserver<HelloReply> out) {
    out.onCompleted();
  }
}
