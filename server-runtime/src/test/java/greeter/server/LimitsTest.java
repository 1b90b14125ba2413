package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitsTest {
  private static final OwnHello LENGTH =
      new OwnHello(
          (request, replies) ->
              OwnHello.answer(replies, Integer.toString(request.getName().length())));

  @Test
  void message_upToTheLimit_isServed() throws Exception {
    // One byte for the field's number, two for its length.
    assertThat(sayHello(1024 - 3, 0)).isEqualTo("OK");
  }

  @Test
  void message_overTheLimit_isRefused() throws Exception {
    assertThat(sayHello(1024 - 2, 0))
        .isEqualTo("RESOURCE_EXHAUSTED: gRPC message exceeds maximum size 1024: 1025");
  }

  @Test
  void metadata_belowTheLimit_isServed() throws Exception {
    assertThat(sayHello(1, 1500)).isEqualTo("OK");
  }

  @Test
  void metadata_overTheLimit_isRefused() throws Exception {
    // By the client's own transport: the server announces its limit. TransportRefusalTest has what
    // the server says to those that do not heed it.
    assertThat(sayHello(1, 2048)).isEqualTo("INTERNAL: http2 exception");
  }

  /** The status of a call, with limits of 1024 bytes of message and 2048 of metadata. */
  private static String sayHello(int nameLength, int metadataLength)
      throws IOException, InterruptedException {
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(metadataLength));
    try (Serving serving =
        Serving.start(
            Map.of(
                "GREETER_MAX_MESSAGE_BYTES", "1024",
                "GREETER_MAX_METADATA_BYTES", "2048"),
            List.of(LENGTH))) {
      Exchange<HelloRequest, HelloReply> call =
          Exchange.of(
              ClientInterceptors.intercept(
                  serving.channel(), MetadataUtils.newAttachHeadersInterceptor(metadata)),
              HelloGrpc.getSayHelloMethod(),
              HelloRequest.newBuilder().setName("x".repeat(nameLength)).build());
      return call.end();
    }
  }
}
