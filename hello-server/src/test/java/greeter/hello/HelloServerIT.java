package greeter.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.server.ServerProcess;
import greeter.server.ServerProcessContract;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelloServerIT extends ServerProcessContract {
  @Override
  protected String server() {
    return "hello-server";
  }

  @Override
  protected String service() {
    return "helloworld.Hello";
  }

  @Test
  void refusedRequest_isNotLogged() throws Exception {
    Map<String, String> env = Map.of("GREETER_MAX_MESSAGE_BYTES", "1024", "GREETER_SETTLE", "0s");
    try (ServerProcess process = ServerProcess.start(server(), env)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + process.port(), InsecureChannelCredentials.create())
              .build();
      HelloRequest large = HelloRequest.newBuilder().setName("x".repeat(2048)).build();
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> HelloGrpc.newBlockingStub(channel).sayHello(large))
          .withMessageContaining("gRPC message exceeds maximum size 1024");
      channel.shutdownNow();
      process.signal("TERM");

      assertThat(process.exitCode()).isZero();
      assertThat(process.errors()).isEmpty();
    }
  }
}
