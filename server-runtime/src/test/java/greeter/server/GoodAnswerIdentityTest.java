package greeter.server;

import static greeter.server.Serving.POD;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GoodAnswerIdentityTest {
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
  void ownMethod() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call =
        Exchange.of(
            serving.channel(),
            HelloGrpc.getSayHelloMethod(),
            HelloRequest.newBuilder().setName("Bob").build());
    assertThat(call.next().getMessage()).isEqualTo("Bob");
    assertNamed(call);
  }

  @Test
  void healthCheck() throws InterruptedException {
    assertNamed(
        Exchange.of(
            serving.channel(),
            HealthGrpc.getCheckMethod(),
            HealthCheckRequest.getDefaultInstance()));
  }

  @Test
  void healthWatch() throws InterruptedException {
    Exchange<HealthCheckRequest, HealthCheckResponse> watch =
        Exchange.of(
            serving.channel(),
            HealthGrpc.getWatchMethod(),
            HealthCheckRequest.getDefaultInstance());
    assertThat(watch.podsInHeaders()).containsExactly(POD);
    watch.cancel();
  }

  @Test
  void reflectionV1() throws InterruptedException {
    Exchange<ServerReflectionRequest, ServerReflectionResponse> call =
        Exchange.of(
            serving.channel(),
            ServerReflectionGrpc.getServerReflectionInfoMethod(),
            ServerReflectionRequest.newBuilder().setListServices("").build());
    assertNamed(call);
  }

  @Test
  @SuppressWarnings("deprecation") // by v1, which many clients do not know yet
  void reflectionV1alpha() throws InterruptedException {
    assertNamed(
        Exchange.of(
            serving.channel(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod(),
            io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("")
                .build()));
  }

  private static void assertNamed(Exchange<?, ?> call) throws InterruptedException {
    assertThat(call.podsInHeaders()).containsExactly(POD);
    assertThat(call.end()).isEqualTo("OK");
    // Who reads a good answer reads its headers; trailers that name the pod mean a failure.
    assertThat(call.podsInTrailers()).isEmpty();
  }
}
