package greeter.client.calls;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.Wire;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Statuses and trailers as grpc-java hands them out, who sent them, and who is blamed. */
class OriginTest {
  static Stream<Arguments> endings() {
    Metadata none = new Metadata();
    Metadata unsigned = trailers("server", "nginx");
    Metadata signed = trailers("hostname", "hello-1");
    return Stream.of(
        Arguments.of(Status.INTERNAL, signed, Origin.APP, Blame.APP, Blame.APP),
        Arguments.of(Status.UNIMPLEMENTED, signed, Origin.APP, Blame.APP, Blame.APP),
        Arguments.of(
            Status.UNAVAILABLE.withDescription(
                "HTTP status code 502\ninvalid content-type: text/html"),
            unsigned,
            Origin.NOT_GRPC,
            Blame.PROXY,
            Blame.PROXY),
        Arguments.of(
            Status.UNKNOWN.withDescription("invalid content-type: text/html"),
            none,
            Origin.NOT_GRPC,
            Blame.PROXY,
            Blame.PROXY),
        Arguments.of(
            Status.UNKNOWN.withDescription("missing GRPC status in response"),
            unsigned,
            Origin.NOT_GRPC,
            Blame.PROXY,
            Blame.PROXY),
        Arguments.of(
            Status.INTERNAL.withDescription(
                "Received unexpected EOS on empty DATA frame from server"),
            none,
            Origin.NOT_GRPC,
            Blame.PROXY,
            Blame.PROXY),
        Arguments.of(Status.UNAVAILABLE, unsigned, Origin.UNSIGNED, Blame.PROXY, Blame.CANNOT_TELL),
        Arguments.of(
            Status.DEADLINE_EXCEEDED, unsigned, Origin.UNSIGNED, Blame.PROXY, Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNIMPLEMENTED.withDescription("nginx: no such service here"),
            unsigned,
            Origin.UNSIGNED,
            Blame.PROXY,
            Blame.CANNOT_TELL),
        transportRefusal(Status.UNIMPLEMENTED, "Can't find decompressor for snappy"),
        transportRefusal(
            Status.RESOURCE_EXHAUSTED, "gRPC message exceeds maximum size 4194304: 4194305"),
        transportRefusal(Status.INTERNAL, "Encountered end-of-stream mid-frame"),
        transportRefusal(Status.INTERNAL, "gRPC frame header malformed: reserved bits not zero"),
        transportRefusal(
            Status.INTERNAL, "Can't decode compressed gRPC message as compression not configured"),
        Arguments.of(
            Status.INTERNAL.withDescription(
                "RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR"),
            none,
            Origin.RESET,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNAVAILABLE.withDescription(
                "Connection closed after GOAWAY. HTTP/2 error code: NO_ERROR"),
            none,
            Origin.GOAWAY,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(
            Status.INTERNAL.withDescription("HTTP status code 431"),
            none,
            Origin.UNKNOWN,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNAVAILABLE.withCause(new SSLHandshakeException("certification path")),
            none,
            Origin.CONNECTION,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNAVAILABLE.withCause(new IOException("Connection reset by peer")),
            none,
            Origin.CONNECTION,
            Blame.NETWORK,
            Blame.NETWORK),
        Arguments.of(
            Status.UNKNOWN
                .withDescription("channel closed")
                .withCause(new ClosedChannelException()),
            none,
            Origin.CONNECTION,
            Blame.NETWORK,
            Blame.NETWORK),
        // Sent by somebody, in trailers that no cause can come with.
        Arguments.of(
            Status.UNKNOWN.withDescription("channel closed"),
            none,
            Origin.UNKNOWN,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNAVAILABLE.withDescription("Network closed for unknown reason"),
            none,
            Origin.CONNECTION,
            Blame.NETWORK,
            Blame.NETWORK),
        Arguments.of(
            Status.DEADLINE_EXCEEDED.withDescription("CallOptions deadline exceeded after 1s"),
            none,
            Origin.UNKNOWN,
            Blame.CANNOT_TELL,
            Blame.CANNOT_TELL),
        Arguments.of(Status.CANCELLED, none, Origin.UNKNOWN, Blame.CANNOT_TELL, Blame.CANNOT_TELL),
        Arguments.of(
            Status.UNAVAILABLE, none, Origin.UNKNOWN, Blame.CANNOT_TELL, Blame.CANNOT_TELL));
  }

  @Test
  void of_anotherKey_isTheSignature() {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("x-pod", Metadata.ASCII_STRING_MARSHALLER), "a");

    assertThat(Origin.of(Status.NOT_FOUND, trailers, PodFrom.metadata("x-pod")))
        .isEqualTo(Origin.APP);
    assertThat(Origin.of(Status.NOT_FOUND, trailers, PodFrom.metadata("hostname")))
        .isEqualTo(Origin.UNSIGNED);
    assertThat(Origin.of(Status.NOT_FOUND, trailers, PodFrom.nothing())).isEqualTo(Origin.UNSIGNED);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void of_ending_tellsWhoSentIt(
      Status status, Metadata trailers, Origin origin, Blame podsNamed, Blame podsUnnamed) {
    assertThat(Origin.of(status, trailers, PodFrom.metadata("hostname"))).isEqualTo(origin);

    Failed failed = new Failed(status, Optional.empty(), origin);
    assertThat(Blame.of(failed, true)).isEqualTo(podsNamed);
    assertThat(Blame.of(failed, false)).isEqualTo(podsUnnamed);
  }

  private static Arguments transportRefusal(Status status, String description) {
    return Arguments.of(
        status.withDescription(description),
        trailers("content-type", "application/grpc"),
        Origin.UNSIGNED,
        Blame.CANNOT_TELL,
        Blame.CANNOT_TELL);
  }

  private static Metadata trailers(String name, String value) {
    Metadata trailers = new Metadata();
    trailers.put(
        name.equals("hostname")
            ? Wire.HOSTNAME
            : Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER),
        value);
    return trailers;
  }
}
