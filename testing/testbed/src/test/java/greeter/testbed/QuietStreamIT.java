package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stream may be quiet for as long as {@code deploy/local/nginx.conf} says. Around its server each
 * time limit is a second here, in place of nginx's minute: what the server does not set itself cuts
 * a stream that is quiet for longer.
 */
@Tag("external")
@Timeout(60)
class QuietStreamIT {
  private static final Duration QUIET = Duration.ofSeconds(3);
  private static final HelloRequest REQUEST = HelloRequest.newBuilder().setName("Ann").build();

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void stream_quiet_isNotCut(NginxProgram program) throws Exception {
    assertThat(endOfQuietStream(program, conf())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("limits")
  void stream_quietWithoutTheLimit_isCut(NginxProgram program, String limit) throws Exception {
    assertThat(endOfQuietStream(program, confWithout(limit))).isPresent();
  }

  static Stream<Arguments> limits() throws IOException {
    return NginxPrograms.all()
        .flatMap(
            program ->
                Stream.of("client_body_timeout", "grpc_read_timeout")
                    .map(limit -> Arguments.of(program, limit)));
  }

  private static String conf() throws IOException {
    return Nginx.conf()
        .replace(
            "\nhttp {\n",
            """

            http {
              client_body_timeout 1s;
              grpc_read_timeout 1s;
            """);
  }

  private static String confWithout(String limit) throws IOException {
    String line = "    " + limit + " 1h;\n";
    assertThat(conf()).containsOnlyOnce(line);
    return conf().replace(line, "");
  }

  /** One message each way, then nothing: how it ends by itself; empty if it does not. */
  private Optional<Status> endOfQuietStream(NginxProgram program, String conf) throws Exception {
    try (Ring ring = Ring.inProcess(1);
        Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty(), conf)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(nginx.address(), InsecureChannelCredentials.create()).build();
      try {
        BidiStream stream = new BidiStream(channel);
        stream.call.request(2);
        stream.call.sendMessage(REQUEST);
        assertThat(stream.replies.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        return stream.endWithin(QUIET);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static final class BidiStream extends ClientCall.Listener<HelloReply> {
    final Semaphore replies = new Semaphore(0);
    final ClientCall<HelloRequest, HelloReply> call;
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    BidiStream(Channel channel) {
      call = channel.newCall(HelloGrpc.getSayHelloBidiStreamMethod(), CallOptions.DEFAULT);
      call.start(this, new Metadata());
    }

    Optional<Status> endWithin(Duration time) throws InterruptedException, ExecutionException {
      try {
        return Optional.of(end.get(time.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      }
    }

    @Override
    public void onMessage(HelloReply reply) {
      replies.release();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }
}
