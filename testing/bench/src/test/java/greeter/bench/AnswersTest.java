package greeter.bench;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.testbed.Ring;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {
  private static final String POD = "hello-1";

  enum Fault {
    REPLY_TOO_FEW("hello-1 answers ["),
    REPLY_TOO_MANY("hello-1 answers ["),
    OTHER_TEXT("hello-1 answers ["),
    /** Every byte of the replies is there. */
    STATUS_AFTER_THE_REPLIES(" ends SayHelloStreamReply as Status{code=INTERNAL");

    private final String message;

    Fault(String message) {
      this.message = message;
    }
  }

  /** Streams five replies, but for its fault. */
  private static final class Faulty extends HelloGrpc.HelloImplBase {
    private final Fault fault;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      int number =
          switch (fault) {
            case REPLY_TOO_FEW -> 4;
            case REPLY_TOO_MANY -> 6;
            default -> 5;
          };
      for (int i = 1; i <= number; i++) {
        String pod = fault == Fault.OTHER_TEXT && i == 3 ? "hello-2" : POD;
        String text = Wire.helloText(request.getName(), request.getAge(), pod);
        replies.onNext(HelloReply.newBuilder().setMessage(text).build());
      }
      if (fault == Fault.STATUS_AFTER_THE_REPLIES) {
        replies.onError(Status.INTERNAL.asException());
      } else {
        replies.onCompleted();
      }
    }
  }

  private static final class Naming implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendHeaders(Metadata headers) {
              headers.put(Wire.HOSTNAME, POD);
              super.sendHeaders(headers);
            }
          },
          request);
    }
  }

  private static Server serving(Fault fault) throws Exception {
    return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(new Faulty(fault))
        .intercept(new Naming())
        .build()
        .start();
  }

  @Test
  void rightAnswers_pass() throws Exception {
    try (Ring ring = Ring.inProcess(1)) {
      String address = ring.hello().get(0).address();

      assertThatNoException().isThrownBy(() -> Answers.verify(address, Shape.FEW_CONNECTIONS));
      assertThatNoException().isThrownBy(() -> Answers.verify(address, Shape.STREAMS));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void wrongAnswers_areAnError(Fault fault) throws Exception {
    Server server = serving(fault);
    try {
      assertThatIOException()
          .isThrownBy(() -> Answers.verify("127.0.0.1:" + server.getPort(), Shape.STREAMS))
          .withMessageContaining(fault.message);
    } finally {
      server.shutdownNow();
    }
  }
}
