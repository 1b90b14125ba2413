package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the call layer answers, frame by frame: each of these names the pod, unlike the refusals of
 * {@link TransportRefusalTest} and {@link MessageRefusalTest}.
 */
@Timeout(30)
class CallAnswerFramesTest {
  private static final List<String> GOOD =
      List.of(
          "HEADERS :status=200 content-type=application/grpc hostname=pod-0"
              + " grpc-encoding=identity grpc-accept-encoding=gzip",
          "DATA \0\0\0\0\5\n\3Bob",
          "HEADERS grpc-status=0 END_STREAM");

  @Test
  void goodCall() throws Exception {
    assertThat(RawRequest.good().answerOf(OwnHello.echo())).isEqualTo(GOOD);
  }

  @Test
  void goodCall_withoutTe_isServedAllTheSame() throws Exception {
    assertThat(RawRequest.good().without("te").answerOf(OwnHello.echo())).isEqualTo(GOOD);
  }

  @Test
  void goodCall_withoutAuthority_isServedAllTheSame() throws Exception {
    assertThat(RawRequest.good().without(":authority").answerOf(OwnHello.echo())).isEqualTo(GOOD);
  }

  @Test
  void badArgument() throws Exception {
    assertTrailersOnly(
        RawRequest.good().withMessage(""), 3, "name: 0 characters (expected: 1..256)");
  }

  @Test
  void requestThatDoesNotParse() throws Exception {
    assertTrailersOnly(
        RawRequest.good().withMessage("\n\3Bo"), 13, "Invalid protobuf byte sequence");
  }

  @Test
  void callWithoutRequest() throws Exception {
    assertTrailersOnly(RawRequest.good().withBody(""), 13, "Half-closed without a request");
  }

  @Test
  void callWithTwoRequests() throws Exception {
    assertTrailersOnly(RawRequest.good().withBody("\0".repeat(10)), 13, "Too many requests");
  }

  @Test
  void unknownMethod() throws Exception {
    assertTrailersOnly(
        RawRequest.good().with(headers -> headers.path("/helloworld.Hello/Nope")),
        12,
        "Method not found: helloworld.Hello/Nope");
  }

  @Test
  void unknownMethod_isQuotedAsTheWireAllows() throws Exception {
    assertTrailersOnly(
        RawRequest.good().with(headers -> headers.path("/%00\u00e9")),
        12,
        "Method not found: %2500%C3%A9");
  }

  private static void assertTrailersOnly(RawRequest request, int status, String message)
      throws Exception {
    assertThat(request.answerOf(OwnHello.echo()))
        .containsExactly(
            "HEADERS :status=200 content-type=application/grpc hostname=pod-0 grpc-status=%d"
                    .formatted(status)
                + " grpc-message="
                + message
                + " END_STREAM");
  }
}
