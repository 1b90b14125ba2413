package greeter.bench;

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
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What h2load does not see of calls: their gRPC status, the texts of their replies, and the pod
 * that they name. A client of gRPC looks at a sample of them.
 */
final class Answers {
  private static final int CALLS = 100;
  private static final int SECONDS = 60;

  private Answers() {}

  /**
   * Calls as h2load does.
   *
   * @throws IOException if a status is not OK, or a reply is missing, or one too many or wrong
   */
  static void verify(String address, Shape shape) throws IOException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      for (int i = 0; i < CALLS; i++) {
        verify(channel, shape);
      }
    } catch (StatusRuntimeException e) {
      throw new IOException(address + " ends " + shape.method() + " as " + e.getStatus(), e);
    } finally {
      channel.shutdownNow();
    }
  }

  private static void verify(Channel channel, Shape shape) throws IOException {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    HelloGrpc.HelloBlockingStub stub =
        HelloGrpc.newBlockingStub(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newCaptureMetadataInterceptor(headers, trailers)))
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    HelloRequest request = H2load.REQUEST;
    List<String> texts = new ArrayList<>();
    // Either kind of method may be called so: one reply is a stream of one.
    ClientCalls.blockingServerStreamingCall(
            stub.getChannel(), shape.descriptor(), stub.getCallOptions(), request)
        .forEachRemaining(reply -> texts.add(reply.getMessage()));
    String pod = headers.get().get(Wire.HOSTNAME);
    String expected = Wire.helloText(request.getName(), request.getAge(), pod);
    if (texts.size() != shape.replies() || !texts.stream().allMatch(expected::equals)) {
      throw new IOException(
          "%s of pod %s answers %s, not %d times \"%s\""
              .formatted(shape.method(), pod, texts, shape.replies(), expected));
    }
  }
}
