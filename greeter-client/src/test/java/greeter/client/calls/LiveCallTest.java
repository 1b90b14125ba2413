package greeter.client.calls;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveCallTest {
  @Test
  void start_metadataOfSeveralCalls_isLeftAsItWas() throws Exception {
    Metadata shared = new Metadata();
    shared.put(Wire.RPC_BEHAVIOR, "sleep-1");

    try (GreetingServer server = GreetingServer.named(() -> "pod", new Talking())) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create()).build();
      var call =
          LiveCall.start(
              channel,
              HelloGrpc.getSayHelloMethod(),
              PodFrom.nothing(),
              shared,
              Optional.of(Duration.ofSeconds(20)));
      call.send(HelloRequest.newBuilder().setName("Ada").build());
      call.halfClose();

      assertThat(call.answer()).isEmpty();
      assertThat(server.requests().get(0).get(Wire.RPC_BEHAVIOR)).isEqualTo("sleep-1");
      channel.shutdownNow();
    }

    assertThat(shared.keys()).containsExactly("rpc-behavior");
  }
}
