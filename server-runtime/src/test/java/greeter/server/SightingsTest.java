package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Seen;
import greeter.api.Wire;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With fault injection on, each response says what the pod saw of the call. */
@Timeout(30)
class SightingsTest {
  private static final Seen FIRST_CALL = new Seen(Optional.empty(), 0, 0, 0);

  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving =
        Serving.start(Map.of("GREETER_FAULT_INJECTION", "true"), List.of(new StreamingHello()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @Test
  void goodAnswer_saysItInItsHeadersAlone() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = sayHello("Bob", CallOptions.DEFAULT, new Metadata());
    assertThat(call.end()).isEqualTo("OK");
    assertThat(Seen.in(call.headers())).contains(FIRST_CALL);
    assertThat(call.trailers().containsKey(Wire.GREETER_SEEN)).isFalse();
  }

  @Test
  void answerWithoutHeaders_saysItInItsTrailers() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> call = sayHello("", CallOptions.DEFAULT, new Metadata());
    assertThat(call.end()).startsWith("INVALID_ARGUMENT");
    assertThat(Seen.in(call.trailers())).contains(FIRST_CALL);
  }

  @Test
  void unknownMethod_saysIt() throws InterruptedException {
    Exchange<byte[], byte[]> call =
        Exchange.of(serving.channel(), Bytes.method("no.Such/Method"), new byte[0]);
    assertThat(call.end()).startsWith("UNIMPLEMENTED");
    assertThat(Seen.in(call.trailers())).contains(FIRST_CALL);
  }

  @Test
  void health_saysIt() throws InterruptedException {
    Exchange<?, ?> call =
        Exchange.of(
            serving.channel(),
            HealthGrpc.getCheckMethod(),
            HealthCheckRequest.getDefaultInstance());
    assertThat(Seen.in(call.headers())).contains(FIRST_CALL);
  }

  @Test
  void reflection_saysIt() throws InterruptedException {
    Exchange<?, ?> call =
        Exchange.of(
            serving.channel(),
            ServerReflectionGrpc.getServerReflectionInfoMethod(),
            ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(Seen.in(call.headers())).contains(FIRST_CALL);
  }

  @Test
  void deadline_isWhatIsLeftOfIt() throws InterruptedException {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    assertThat(seen(options, new Metadata()).deadline().orElseThrow())
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  @Test
  void attempt_isThatOfTheRetry() throws InterruptedException {
    Metadata retry = new Metadata();
    retry.put(Wire.PREVIOUS_ATTEMPTS, "3");
    assertThat(seen(CallOptions.DEFAULT, retry).attempt()).isEqualTo(3);
    Metadata nonsense = new Metadata();
    nonsense.put(Wire.PREVIOUS_ATTEMPTS, "many");
    assertThat(seen(CallOptions.DEFAULT, nonsense).attempt()).isZero();
  }

  @Test
  void served_isTheAnswersBefore_whateverTheirStatus() throws InterruptedException {
    assertThat(sayHello("Bob", CallOptions.DEFAULT, new Metadata()).end()).isEqualTo("OK");
    assertThat(sayHello("", CallOptions.DEFAULT, new Metadata()).end())
        .startsWith("INVALID_ARGUMENT");
    assertThat(seen(CallOptions.DEFAULT, new Metadata()))
        .isEqualTo(new Seen(Optional.empty(), 0, 2, 0));
  }

  @Test
  void cancelled_isTheCallsWithoutAnAnswer() throws InterruptedException {
    Exchange<HelloRequest, HelloReply> open =
        Exchange.begin(serving.channel(), HelloGrpc.getSayHelloBidiStreamMethod())
            .request(1)
            .send(HelloRequest.newBuilder().setName("Bob").build());
    assertThat(open.next().getMessage()).isEqualTo("Bob");
    open.cancel();
    // The same connection: the cancel comes first.
    assertThat(seen(CallOptions.DEFAULT, new Metadata()))
        .isEqualTo(new Seen(Optional.empty(), 0, 0, 1));
  }

  private Seen seen(CallOptions options, Metadata request) throws InterruptedException {
    return Seen.in(sayHello("Bob", options, request).headers()).orElseThrow();
  }

  private Exchange<HelloRequest, HelloReply> sayHello(
      String name, CallOptions options, Metadata request) {
    return Exchange.begin(serving.channel(), HelloGrpc.getSayHelloMethod(), options, request)
        .request(2)
        .send(HelloRequest.newBuilder().setName(name).build())
        .halfClose();
  }
}
