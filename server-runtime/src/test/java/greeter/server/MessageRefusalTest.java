package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How grpc-java's transport ends a call that had begun, for what is wrong with its message or its
 * time: with trailers only, HTTP 200, application/grpc, or a reset. None names the pod.
 */
@Timeout(30)
class MessageRefusalTest {
  @Test
  void messageOverTheLimit() throws Exception {
    assertTrailersOnly("\0\0@\0\1", 8, "gRPC message exceeds maximum size 4194304: 4194305");
  }

  @Test
  void messageThatIsCutOff() throws Exception {
    assertTrailersOnly("\0\0\0\0\5B", 13, "Encountered end-of-stream mid-frame");
  }

  @Test
  void reservedBits() throws Exception {
    assertTrailersOnly("\2\0\0\0\0", 13, "gRPC frame header malformed: reserved bits not zero");
  }

  @Test
  void compressedWithoutEncoding() throws Exception {
    assertTrailersOnly(
        "\1\0\0\0\0", 13, "Can't decode compressed gRPC message as compression not configured");
  }

  @Test
  void deadlineThatIsOver() throws Exception {
    OwnHello silent = new OwnHello((request, replies) -> {});
    assertThat(
            RawRequest.good().with(headers -> headers.add("grpc-timeout", "50m")).answerOf(silent))
        .containsExactly("RST_STREAM CANCEL");
  }

  private static void assertTrailersOnly(String body, int status, String message) throws Exception {
    assertThat(RawRequest.good().withBody(body).answerOf(OwnHello.echo()))
        .containsExactly(
            "HEADERS :status=200 content-type=application/grpc grpc-status=%d grpc-message=%s"
                    .formatted(status, message)
                + " END_STREAM");
  }
}
