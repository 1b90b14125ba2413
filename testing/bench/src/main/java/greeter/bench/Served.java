package greeter.bench;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Seen;
import greeter.testbed.Pod;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What pods say that they have answered, which no client can make up. */
final class Served {
  private Served() {}

  /**
   * Calls that these pods have answered; each question is a call of its own, and is not counted.
   */
  static long by(List<Pod> pods) {
    return pods.stream().mapToLong(Served::by).sum();
  }

  private static long by(Pod pod) {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    ManagedChannel channel =
        Grpc.newChannelBuilder(pod.address(), InsecureChannelCredentials.create()).build();
    try {
      Channel telling =
          ClientInterceptors.intercept(
              channel, MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
      var unused =
          HelloGrpc.newBlockingStub(telling)
              .sayHello(HelloRequest.newBuilder().setName("served").build());
      return Seen.in(headers.get())
          .orElseThrow(() -> new IllegalStateException(pod.name() + " says nothing of its counts"))
          .served();
    } finally {
      channel.shutdownNow();
    }
  }
}
