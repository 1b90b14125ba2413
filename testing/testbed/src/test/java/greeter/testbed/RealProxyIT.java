package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeRequest;
import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.testbed.GroundTruth.Case;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every proxy stands before a ring, by the least configuration and by the recommended one. */
@Tag("external")
@Timeout(120)
class RealProxyIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource
  void routes(Case configuration) throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ingress proxy = configuration.proxy().start(configuration.configuration(), ring, folder)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(proxy.address(), InsecureChannelCredentials.create()).build();
      try {
        assertThat(sayHello(channel)).startsWith("hello-");
        if (configuration.proxy() == RealProxy.NGINX_STREAM) {
          assertThatExceptionOfType(StatusRuntimeException.class)
              .isThrownBy(() -> sayGoodbye(channel))
              .satisfies(
                  e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                    assertThat(e.getTrailers().get(Wire.HOSTNAME)).startsWith("hello-");
                  });
        } else {
          assertThat(sayGoodbye(channel)).startsWith("goodbye-");
        }
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** A fault that a proxy does not start with proves nothing. */
  @Test
  void everyCase_starts() throws Exception {
    try (Ring ring = Ring.inProcess(3)) {
      for (Case each : GroundTruth.read()) {
        try (Ingress proxy =
            each.proxy().start(each.configuration(), ring, folder.resolve(each.toString()))) {
          assertThat(proxy.address()).as("%s", each).startsWith("127.0.0.1:");
        }
      }
    }
  }

  static Stream<Case> routes() throws Exception {
    return GroundTruth.read().stream()
        .filter(each -> each.name().equals("smallest") || each.name().equals("recommended"));
  }

  private static String sayHello(ManagedChannel channel) {
    return Wire.podIn(
            HelloGrpc.newBlockingStub(channel)
                .sayHello(HelloRequest.newBuilder().setName("Ann").build())
                .getMessage())
        .orElseThrow();
  }

  private static String sayGoodbye(ManagedChannel channel) {
    return Wire.podIn(
            GoodbyeGrpc.newBlockingStub(channel)
                .sayGoodbye(GoodbyeRequest.newBuilder().setName("Ann").build())
                .getMessage())
        .orElseThrow();
  }
}
