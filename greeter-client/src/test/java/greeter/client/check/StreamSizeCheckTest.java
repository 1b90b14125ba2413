package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Blame;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamSizeCheckTest {
  @Test
  void run_allIsAnswered_passes() throws Exception {
    Result result = run(new Talking());

    assertThat(result)
        .isEqualTo(Result.pass(Code.STREAM_SIZE, "2,048 KiB on one stream").measuring(2048));
  }

  /** What comes after it shows nothing: the stream had its end, and calls are answered. */
  @Test
  void run_endWithOkBeforeAllIsAnswered_saysSo() throws Exception {
    Result result = run(new EndsAfter(3));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("a stream is cut after 96 KiB (OK after 3 of 64 replies, from pod)");
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.seen()).containsExactly("OK after 3 of 64 replies, from pod");
  }

  private static Result run(Talking service) throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", service)) {
      return Benches.run(new StreamSizeCheck(), server);
    }
  }

  private static final class EndsAfter extends Talking {
    private final int replies;

    EndsAfter(int replies) {
      this.replies = replies;
    }

    @Override
    public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> out) {
      AtomicInteger left = new AtomicInteger(replies);
      return new StreamObserver<>() {
        @Override
        public void onNext(HelloRequest request) {
          if (left.getAndDecrement() > 0) {
            out.onNext(HelloReply.getDefaultInstance());
          }
          if (left.get() == 0) {
            out.onCompleted();
          }
        }

        @Override
        public void onError(Throwable t) {}

        @Override
        public void onCompleted() {}
      };
    }
  }
}
