package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import greeter.api.Behavior;
import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeRequest;
import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a ring is told reaches each of its servers. */
class RingIT {
  private static final Map<String, String> FAULTS = Map.of("GREETER_FAULT_INJECTION", "true");

  @Test
  void inProcess_hasTheEnvironment() throws IOException {
    try (Ring ring = Ring.inProcess(1, FAULTS)) {
      assertFaultsAreOn(ring);
    }
  }

  @Test
  void ofProcesses_hasTheEnvironment() throws IOException {
    try (Ring ring = Ring.ofProcesses(1, FAULTS)) {
      assertFaultsAreOn(ring);
    }
  }

  private static void assertFaultsAreOn(Ring ring) {
    assertFails(
        ring.hello().get(0),
        channel -> HelloGrpc.newBlockingStub(channel).sayHello(HelloRequest.getDefaultInstance()));
    assertFails(
        ring.goodbye().get(0),
        channel ->
            GoodbyeGrpc.newBlockingStub(channel).sayGoodbye(GoodbyeRequest.getDefaultInstance()));
  }

  private static void assertFails(Pod pod, Consumer<Channel> call) {
    Metadata request = new Metadata();
    request.put(Wire.RPC_BEHAVIOR, Behavior.format(Behavior.errorCode(5).at(pod.name())));
    ManagedChannel channel =
        Grpc.newChannelBuilder(pod.address(), InsecureChannelCredentials.create()).build();
    try {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  call.accept(
                      ClientInterceptors.intercept(
                          channel, MetadataUtils.newAttachHeadersInterceptor(request))))
          .withMessage("NOT_FOUND: rpc-behavior error-code-5")
          .satisfies(
              e -> assertThat(e.getTrailers().get(Wire.GREETER_TRAILER)).isEqualTo(Wire.KEPT));
    } finally {
      channel.shutdownNow();
    }
  }
}
