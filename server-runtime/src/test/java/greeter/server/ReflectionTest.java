package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReflectionTest {
  private static final String[] SERVICES = {
    "grpc.health.v1.Health",
    "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection",
    "helloworld.Hello"
  };

  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(List.of(OwnHello.echo()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void v1_listsTheServices() throws InterruptedException {
    assertThat(
            v1(ServerReflectionRequest.newBuilder().setListServices("*").build())
                .getListServicesResponse()
                .getServiceList())
        .extracting(ServiceResponse::getName)
        .containsExactlyInAnyOrder(SERVICES);
  }

  @Test
  void v1_givesTheFile() throws Exception {
    assertHello(
        FileDescriptorProto.parseFrom(
            v1(ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol("helloworld.Hello")
                    .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProto(0)));
  }

  @Test
  @SuppressWarnings("deprecation") // by v1, which many clients do not know yet
  void v1alpha_listsTheServices() throws InterruptedException {
    assertThat(
            v1alpha(
                    io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setListServices("*")
                        .build())
                .getListServicesResponse()
                .getServiceList())
        .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
        .containsExactlyInAnyOrder(SERVICES);
  }

  @Test
  void v1alpha_givesTheFile() throws Exception {
    assertHello(
        FileDescriptorProto.parseFrom(
            v1alpha(
                    io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol("helloworld.Hello")
                        .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProto(0)));
  }

  private ServerReflectionResponse v1(ServerReflectionRequest request) throws InterruptedException {
    return Exchange.of(
            serving.channel(), ServerReflectionGrpc.getServerReflectionInfoMethod(), request)
        .next();
  }

  private io.grpc.reflection.v1alpha.ServerReflectionResponse v1alpha(
      io.grpc.reflection.v1alpha.ServerReflectionRequest request) throws InterruptedException {
    return Exchange.of(
            serving.channel(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod(),
            request)
        .next();
  }

  private static void assertHello(FileDescriptorProto file) {
    assertThat(file.getName()).isEqualTo("helloworld.proto");
    assertThat(file.getServiceList())
        .extracting(ServiceDescriptorProto::getName)
        .containsExactly("Hello", "Goodbye");
  }
}
