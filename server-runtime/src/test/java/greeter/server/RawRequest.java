package greeter.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.grpc.BindableService;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A call of SayHello as its bytes: a good one, to be spoilt by a test in one place.
 *
 * @param body one byte for each character
 */
record RawRequest(Http2Headers headers, String body) {
  static RawRequest good() {
    Http2Headers headers =
        new DefaultHttp2Headers(false)
            .method("POST")
            .scheme("http")
            .authority("localhost")
            .path("/helloworld.Hello/SayHello")
            .add("te", "trailers")
            .add("content-type", "application/grpc");
    return new RawRequest(headers, "").withMessage("\n\u0003Bob");
  }

  RawRequest with(UnaryOperator<Http2Headers> change) {
    return new RawRequest(change.apply(headers), body);
  }

  RawRequest without(String header) {
    headers.remove(header);
    return this;
  }

  RawRequest withBody(String bytes) {
    return new RawRequest(headers, bytes);
  }

  /** With a message of less than 256 bytes that is not compressed, and its length before it. */
  RawRequest withMessage(String bytes) {
    return withBody("\0\0\0\0" + (char) bytes.length() + bytes);
  }

  /** Every frame that a server answers with. */
  List<String> answerOf(BindableService service) throws IOException, InterruptedException {
    try (Serving serving = Serving.start(List.of(service));
        RawConnection connection = RawConnection.to(serving.port())) {
      return connection.answerTo(headers, body.getBytes(ISO_8859_1));
    }
  }
}
