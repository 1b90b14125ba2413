package greeter.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How grpc-java's transport refuses a request, below the call layer, frame by frame. None of these
 * names the pod, so whoever blames a proxy for a status without {@code hostname} must know them:
 *
 * <ul>
 *   <li>trailers only, HTTP 200, application/grpc: an encoding that is not known, and what {@link
 *       MessageRefusalTest} lists;
 *   <li>HTTP 404, 405 or 415, text/plain, with a grpc-status all the same, and its message again as
 *       the body: no gRPC request;
 *   <li>HTTP 431 with nothing else, and a reset: metadata over the limit;
 *   <li>a reset alone: what the transport trips over;
 *   <li>a GOAWAY with an error: what ends the connection, and all its calls.
 * </ul>
 */
@Timeout(30)
class TransportRefusalTest {
  /** What is answered to a message that comes when the reset of its stream has been sent. */
  private static final String TOO_LATE = "RST_STREAM STREAM_CLOSED";

  record Refusal(String what, RawRequest request, List<String> frames) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        refusal(
            "encoding that is not known",
            headers -> headers.add("grpc-encoding", "snappy"),
            "HEADERS :status=200 content-type=application/grpc grpc-status=12"
                + " grpc-message=Can't find decompressor for snappy END_STREAM"),
        refusal(
            "content-type of JSON",
            headers -> headers.set("content-type", "application/json"),
            "HEADERS :status=415 content-type=text/plain; charset=utf-8 grpc-status=13"
                + " grpc-message=Content-Type 'application/json' is not supported",
            "DATA Content-Type 'application/json' is not supported END_STREAM"),
        refusal(
            "content-type of gRPC-Web",
            headers -> headers.set("content-type", "application/grpc-web"),
            "HEADERS :status=415 content-type=text/plain; charset=utf-8 grpc-status=13"
                + " grpc-message=Content-Type 'application/grpc-web' is not supported",
            "DATA Content-Type 'application/grpc-web' is not supported END_STREAM"),
        new Refusal(
            "no content-type",
            RawRequest.good().without("content-type"),
            List.of(
                "HEADERS :status=415 content-type=text/plain; charset=utf-8 grpc-status=13"
                    + " grpc-message=Content-Type is missing from the request",
                "DATA Content-Type is missing from the request END_STREAM")),
        refusal(
            "GET",
            headers -> headers.method("GET"),
            "HEADERS :status=405 content-type=text/plain; charset=utf-8 grpc-status=13"
                + " grpc-message=Method 'GET' is not supported allow=POST",
            "DATA Method 'GET' is not supported END_STREAM"),
        new Refusal(
            "no path",
            RawRequest.good().without(":path"),
            List.of(
                "HEADERS :status=404 content-type=text/plain; charset=utf-8 grpc-status=12"
                    + " grpc-message=Expected path but is missing",
                "DATA Expected path but is missing END_STREAM")),
        refusal(
            "path without a slash",
            headers -> headers.path("a/b"),
            "HEADERS :status=404 content-type=text/plain; charset=utf-8 grpc-status=12"
                + " grpc-message=Expected path to start with /: a/b",
            "DATA Expected path to start with /: a/b END_STREAM"),
        refusal("empty path", headers -> headers.path(""), "RST_STREAM INTERNAL_ERROR"),
        refusal(
            "timeout that is none",
            headers -> headers.add("grpc-timeout", "soon"),
            "RST_STREAM INTERNAL_ERROR"),
        refusal(
            "metadata over 32 KiB",
            headers -> headers.add("x", "x".repeat(33 << 10)),
            "HEADERS :status=431 END_STREAM",
            "RST_STREAM PROTOCOL_ERROR"),
        new Refusal(
            "metadata over 40 KiB as compressed",
            // Over it with the last frame, and no message: what the server has not read when it
            // closes makes
            // TCP reset the connection, and then the GOAWAY may be lost.
            RawRequest.good().with(headers -> headers.add("x", "x".repeat(47 << 10))).withBody(""),
            List.of("GOAWAY PROTOCOL_ERROR \"Header size exceeded max allowed size (40960)\"")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_isKnown(Refusal refusal) throws Exception {
    assertThat(refusal.request().answerOf(OwnHello.echo()))
        .filteredOn(frame -> !frame.equals(TOO_LATE))
        .isEqualTo(refusal.frames())
        .noneMatch(frame -> frame.contains("hostname"));
  }

  @Test
  void headerThatHttp2Forbids_endsTheConnection() throws Exception {
    RawRequest request = RawRequest.good().with(headers -> headers.add("connection", "close"));
    try (Serving serving = Serving.start(List.of(OwnHello.echo()));
        RawConnection connection = RawConnection.to(serving.port())) {
      connection.send(request.headers(), request.body().getBytes(ISO_8859_1));
      assertThat(connection.next()).isEqualTo("RST_STREAM PROTOCOL_ERROR");
      assertThat(connection.next())
          .isEqualTo(
              "GOAWAY PROTOCOL_ERROR"
                  + " \"Stream 3 does not exist for inbound frame DATA, endOfStream = true\"");
      assertThat(connection.next()).isEqualTo(RawConnection.CLOSED);
    }
  }

  private static Refusal refusal(
      String what, UnaryOperator<Http2Headers> change, String... frames) {
    return new Refusal(what, RawRequest.good().with(change), List.of(frames));
  }
}
