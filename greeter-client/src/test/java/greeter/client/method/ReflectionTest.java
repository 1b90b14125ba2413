package greeter.client.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.TextFormat;
import greeter.client.server.BareServer;
import greeter.client.server.GreetingServer;
import greeter.client.server.Shop;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReflectionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @Test
  void service_isAskedOfTheTarget() throws Exception {
    try (GreetingServer server =
            GreetingServer.unnamed(
                Shop.inReply(() -> "a"), ProtoReflectionServiceV1.newInstance());
        Asking asking = new Asking(server.port())) {
      assertThat(asking.reflection.service("acme.Shop").orElseThrow().getFile().toProto())
          .isEqualTo(Shop.PROTO);
      assertThat(asking.reflection.service("acme.Nobody")).isEmpty();
      assertThat(asking.reflection.services())
          .containsExactly("acme.Shop", "grpc.reflection.v1.ServerReflection");
    }
  }

  @Test
  void service_serverWithV1alphaAlone() throws Exception {
    ServerServiceDefinition v1 = ProtoReflectionServiceV1.newInstance().bindService();
    @SuppressWarnings("unchecked") // it is that method's
    var handler =
        (ServerCallHandler<ServerReflectionRequest, ServerReflectionResponse>)
            v1.getMethods().iterator().next().getServerCallHandler();
    BindableService v1alpha =
        () ->
            ServerServiceDefinition.builder("grpc.reflection.v1alpha.ServerReflection")
                .addMethod(
                    ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
                        .setFullMethodName(
                            "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
                        .build(),
                    handler)
                .build();

    try (GreetingServer server = GreetingServer.unnamed(Shop.inReply(() -> "a"), v1alpha);
        Asking asking = new Asking(server.port())) {
      assertThat(asking.reflection.service("acme.Shop")).isPresent();
    }
  }

  /** As servers do that send one file an answer. */
  @Test
  void service_importsAreAskedForOneByOne() throws Exception {
    FileDescriptorProto a =
        TextFormat.parse(
            """
            name: "a.proto" syntax: "proto3" dependency: "b.proto"
            dependency: "google/protobuf/empty.proto"
            service { name: "S" method { name: "M" input_type: ".B"
                                         output_type: ".google.protobuf.Empty" } }
            """,
            FileDescriptorProto.class);
    FileDescriptorProto b =
        TextFormat.parse(
            "name: \"b.proto\" syntax: \"proto3\" message_type { name: \"B\" }",
            FileDescriptorProto.class);
    Map<String, FileDescriptorProto> files = Map.of("S", a, "b.proto", b);

    try (GreetingServer server =
            GreetingServer.unnamed(
                answering(
                    asked ->
                        files.get(asked.getFileContainingSymbol() + asked.getFileByFilename())));
        Asking asking = new Asking(server.port())) {
      assertThat(asking.reflection.service("S").orElseThrow().getMethods().get(0).getInputType())
          .satisfies(type -> assertThat(type.getFullName()).isEqualTo("B"));
    }
  }

  @Test
  void service_nothingOffered_namesTheOtherWays() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(Shop.inReply(() -> "a"));
        Asking asking = new Asking(server.port())) {
      assertThatThrownBy(() -> asking.reflection.service("acme.Shop"))
          .isInstanceOf(Mistake.class)
          .hasMessage(
              "--method: server reflection of shop:80: it is not offered (UNIMPLEMENTED); describe"
                  + " the method by --protoset FILE or --proto FILE");
    }
  }

  @Test
  void service_refused_saysHow() throws Exception {
    BindableService refusing =
        answering(
            asked -> {
              throw Status.PERMISSION_DENIED.withDescription("who are you?").asRuntimeException();
            });

    try (GreetingServer server = GreetingServer.unnamed(refusing);
        Asking asking = new Asking(server.port())) {
      assertThatThrownBy(() -> asking.reflection.service("acme.Shop"))
          .isInstanceOf(Mistake.class)
          .hasMessageContaining(": PERMISSION_DENIED: who are you?; describe the method by");
    }
  }

  @Test
  void service_connectionsThatEnd_areUnreachable() throws Exception {
    try (BareServer server = BareServer.of(BareServer.closes());
        Asking asking = new Asking(server.port())) {
      assertThatThrownBy(() -> asking.reflection.service("acme.Shop"))
          .isInstanceOf(Unreachable.class)
          .hasMessageStartingWith("UNAVAILABLE: ");
    }
  }

  private static BindableService answering(
      Function<ServerReflectionRequest, FileDescriptorProto> file) {
    return () ->
        ServerServiceDefinition.builder("grpc.reflection.v1.ServerReflection")
            .addMethod(
                ServerReflectionGrpc.getServerReflectionInfoMethod(),
                ServerCalls.asyncBidiStreamingCall(out -> new Answers(file, out)))
            .build();
  }

  private record Answers(
      Function<ServerReflectionRequest, FileDescriptorProto> file,
      StreamObserver<ServerReflectionResponse> out)
      implements StreamObserver<ServerReflectionRequest> {
    @Override
    public void onNext(ServerReflectionRequest asked) {
      ServerReflectionResponse.Builder answer = ServerReflectionResponse.newBuilder();
      if (!asked.hasListServices()) {
        try {
          ByteString proto = file.apply(asked).toByteString();
          answer.setFileDescriptorResponse(
              FileDescriptorResponse.newBuilder().addFileDescriptorProto(proto));
        } catch (StatusRuntimeException e) {
          out.onError(e);
          return;
        }
      }
      out.onNext(answer.build());
    }

    @Override
    public void onError(Throwable thrown) {
      // the client has heard enough
    }

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  private static final class Asking implements AutoCloseable {
    private final ManagedChannel channel;
    final Reflection reflection;

    Asking(int port) {
      channel =
          NettyChannelBuilder.forAddress(InetAddress.getLoopbackAddress().getHostAddress(), port)
              .usePlaintext()
              .build();
      reflection = new Reflection(channel, "shop:80", DEADLINE);
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
