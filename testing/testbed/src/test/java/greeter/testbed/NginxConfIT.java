package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code deploy/local/nginx.conf} promises in gRPC's terms, on both kinds of nginx. */
@Tag("external")
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class NginxConfIT {
  private static final String PROGRAMS = "greeter.testbed.NginxPrograms#all";
  private static final HelloRequest REQUEST = HelloRequest.newBuilder().setName("Ann").build();

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void otherService_isUnimplemented(NginxProgram program) throws Exception {
    try (Ring ring = Ring.inProcess(1)) {
      through(
          program,
          ring,
          channel ->
              assertStatus(
                  () ->
                      HealthGrpc.newBlockingStub(channel)
                          .check(HealthCheckRequest.getDefaultInstance()),
                  Status.UNIMPLEMENTED.withDescription("nginx: no such service here")));
    }
  }

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void oneDeadPod_losesNoCall(NginxProgram program) throws Exception {
    try (Ring ring = Ring.ofProcesses(3, Map.of())) {
      ring.processes().get(0).kill();
      int unused = ring.processes().get(0).exitCode();
      through(
          program,
          ring,
          channel ->
              assertThat(IntStream.range(0, 30).mapToObj(call -> sayHello(channel)).toList())
                  .containsOnly("hello-2", "hello-3"));
    }
  }

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void allPodsDead_isUnavailable(NginxProgram program) throws Exception {
    Ring ring = Ring.inProcess(3);
    ring.close();
    through(
        program,
        ring,
        channel ->
            assertStatus(
                () -> sayHello(channel),
                Status.UNAVAILABLE.withDescription(
                    "nginx: no pod answered (tries: 502, 502, 502)")));
  }

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void stream_ofTwoMebibytes_isNotCut(NginxProgram program) throws Exception {
    try (Ring ring = Ring.inProcess(1)) {
      through(
          program,
          ring,
          channel -> assertThat(repliesTo(64, padded(32 * 1024), channel)).isEqualTo(64));
    }
  }

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void metadata_of24Kibibytes_passes(NginxProgram program) throws Exception {
    try (Ring ring = Ring.inProcess(1)) {
      through(
          program,
          ring,
          channel -> assertThat(sayHello(with(24 * 1024, channel))).isEqualTo("hello-1"));
    }
  }

  @ParameterizedTest
  @MethodSource(PROGRAMS)
  void metadata_overNginxsLimit_endsTheConnection(NginxProgram program) throws Exception {
    try (Ring ring = Ring.inProcess(1)) {
      through(
          program,
          ring,
          channel ->
              assertStatus(
                  () -> sayHello(with(48 * 1024, channel)),
                  // nginx ends the whole connection for it.
                  Status.RESOURCE_EXHAUSTED.withDescription(
                      "Connection closed after GOAWAY. HTTP/2 error code: ENHANCE_YOUR_CALM"
                          + " (Bandwidth exhausted)")));
    }
  }

  private void through(NginxProgram program, Ring ring, Consumer<Channel> test) throws Exception {
    try (Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty())) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(nginx.address(), InsecureChannelCredentials.create()).build();
      try {
        test.accept(channel);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static String sayHello(Channel channel) {
    HelloReply reply = HelloGrpc.newBlockingStub(channel).sayHello(REQUEST);
    return Wire.podIn(reply.getMessage()).orElseThrow();
  }

  private static void assertStatus(Runnable call, Status expected) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(expected.getCode());
              assertThat(e.getStatus().getDescription()).isEqualTo(expected.getDescription());
            });
  }

  private static Channel with(int metadataBytes, Channel channel) {
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("filler", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(metadataBytes));
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /** A request with a field that the server does not know: of any size, and valid. */
  private static HelloRequest padded(int bytes) {
    UnknownFieldSet.Field padding =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
            .build();
    return REQUEST.toBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(15, padding).build())
        .build();
  }

  private static int repliesTo(int count, HelloRequest request, Channel channel) {
    AtomicInteger replies = new AtomicInteger();
    CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    StreamObserver<HelloRequest> requests =
        HelloGrpc.newStub(channel)
            .sayHelloBidiStream(
                new StreamObserver<>() {
                  @Override
                  public void onNext(HelloReply reply) {
                    replies.incrementAndGet();
                  }

                  @Override
                  public void onError(Throwable error) {
                    end.complete(Optional.of(error));
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(Optional.empty());
                  }
                });
    for (int i = 0; i < count; i++) {
      requests.onNext(request);
    }
    requests.onCompleted();
    assertThat(end.orTimeout(30, TimeUnit.SECONDS).join()).isEmpty();
    return replies.get();
  }
}
