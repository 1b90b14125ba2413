package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HealthTest {
  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = Serving.start(List.of(OwnHello.echo()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "helloworld.Hello"})
  void check_served(String service) throws InterruptedException {
    assertThat(health(HealthGrpc.getCheckMethod(), service).next().getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void check_unknownService() throws InterruptedException {
    assertThat(health(HealthGrpc.getCheckMethod(), "helloworld.Goodbye").end())
        .isEqualTo("NOT_FOUND: unknown service helloworld.Goodbye");
  }

  @Test
  void watch_unknownService() throws InterruptedException {
    Exchange<HealthCheckRequest, HealthCheckResponse> watch =
        health(HealthGrpc.getWatchMethod(), "helloworld.Goodbye");
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
    watch.cancel();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "helloworld.Hello"})
  void watch_seesNotServing_whileCallsAreStillServed(String service) throws InterruptedException {
    Exchange<HealthCheckRequest, HealthCheckResponse> watch =
        health(HealthGrpc.getWatchMethod(), service);
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
    List<String> seen = new ArrayList<>();
    serving.server().drain(Duration.ZERO, step -> seen.addAll(seenBefore(step, watch)));
    assertThat(seen).containsExactly("NOT_SERVING", "OK");
  }

  /** What a client sees after NOT_SERVING and before the GOAWAY. */
  private List<String> seenBefore(
      String step, Exchange<HealthCheckRequest, HealthCheckResponse> watch) {
    if (!step.startsWith("GOAWAY")) {
      return List.of();
    }
    try {
      String health = watch.next().getStatus().name();
      watch.cancel();
      Exchange<HelloRequest, HelloReply> call =
          Exchange.of(
              serving.channel(),
              HelloGrpc.getSayHelloMethod(),
              HelloRequest.newBuilder().setName("Bob").build());
      return List.of(health, call.end());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Exchange<HealthCheckRequest, HealthCheckResponse> health(
      MethodDescriptor<HealthCheckRequest, HealthCheckResponse> method, String service) {
    return Exchange.of(
        serving.channel(), method, HealthCheckRequest.newBuilder().setService(service).build());
  }
}
