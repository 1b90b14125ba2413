package greeter.bench;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/**
 * Hello as grpc-java's own examples start a server: the builder's defaults, and no flags. Its
 * argument is the pod, which each answer names. It says on which port.
 */
final class ExampleServer {
  private static final int REPLIES_OF_A_STREAM = 5;

  private ExampleServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Hello(args[0]))
            .intercept(new Naming(args[0]))
            .build()
            .start();
    System.out.println("serving on port " + server.getPort());
    server.awaitTermination();
  }

  private static final class Hello extends HelloGrpc.HelloImplBase {
    private final String pod;

    Hello(String pod) {
      this.pod = pod;
    }

    @Override
    public void sayHello(HelloRequest request, StreamObserver<HelloReply> replies) {
      replies.onNext(reply(request));
      replies.onCompleted();
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      for (int i = 0; i < REPLIES_OF_A_STREAM; i++) {
        replies.onNext(reply(request));
      }
      replies.onCompleted();
    }

    private HelloReply reply(HelloRequest request) {
      return HelloReply.newBuilder()
          .setMessage(Wire.helloText(request.getName(), request.getAge(), pod))
          .build();
    }
  }

  private static final class Naming implements ServerInterceptor {
    private final String pod;

    Naming(String pod) {
      this.pod = pod;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendHeaders(Metadata headers) {
              headers.put(Wire.HOSTNAME, pod);
              super.sendHeaders(headers);
            }
          },
          request);
    }
  }
}
