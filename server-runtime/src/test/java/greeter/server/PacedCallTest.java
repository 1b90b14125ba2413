package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacedCallTest {
  private static final HelloReply LARGE =
      HelloReply.newBuilder().setMessage("x".repeat(256 << 10)).build();

  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void callerThatDoesNotRead_isSentNoMoreThanFits() throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new LargeReply())
            .intercept(new BusyForASecond())
            .build()
            .start();
    ManagedChannel channel = Serving.channelTo(server.getPort());
    try {
      Exchange<HelloRequest, HelloReply> call =
          Exchange.begin(channel, HelloGrpc.getSayHelloStreamReplyMethod())
              .send(HelloRequest.getDefaultInstance())
              .halfClose();
      assertThat(over.await(10, SECONDS)).isTrue();
      assertThat(call.request(Integer.MAX_VALUE).end()).isEqualTo("OK");
      // Four fill the window of 1 MiB; a hundred beats have passed.
      assertThat(call.replies()).hasSizeBetween(4, 8).containsOnly(LARGE);
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static final class LargeReply extends HelloGrpc.HelloImplBase {
    @Override
    public void sayHelloStreamReply(HelloRequest request, StreamObserver<HelloReply> replies) {
      replies.onNext(LARGE);
      replies.onCompleted();
    }
  }

  private final class BusyForASecond implements ServerInterceptor {
    private final FaultInjection faults = new FaultInjection("pod-0", 10, Duration.ofSeconds(1));

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
      FaultInjection.Hold hold = faults.new Hold();
      hold.after(
          Duration.ofSeconds(1),
          () -> {
            hold.end();
            call.close(Status.OK, new Metadata());
            faults.close();
            over.countDown();
          });
      call.sendHeaders(new Metadata());
      return next.startCall(new PacedCall<>(call, Duration.ofMillis(10), hold), request);
    }
  }
}
