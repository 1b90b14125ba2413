package greeter.client.calls;

import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;

/** Where a status other than OK came from, as far as one call can show. */
public enum Origin {
  /** The trailers carry a pod's name. */
  APP,
  /** It is not gRPC: an HTTP status other than 200, another content-type, or no grpc-status. */
  NOT_GRPC,
  /** It came in trailers that carry no pod's name. */
  UNSIGNED,
  /** A reset of this one stream (RST_STREAM); who is behind it shows in what comes after. */
  RESET,
  /** The connection ended, and GOAWAY had been said. */
  GOAWAY,
  /** The connection could not be made, or ended without GOAWAY. */
  CONNECTION,
  /** This client's own: the deadline, a cancel; or what nobody can tell. */
  UNKNOWN;

  // The texts are grpc-java's (Http2ClientStreamTransportState); no status code tells them apart.
  private static final List<String> NOT_GRPC_TEXTS =
      List.of(
          "HTTP status code",
          "invalid content-type",
          "missing GRPC status in response",
          "Received unexpected EOS on empty DATA frame");

  /** Of HTTP's refusals the one that our servers' own transport gives to a gRPC request, too. */
  private static final String METADATA_TOO_LARGE = "HTTP status code 431";

  /** NettyClientHandler's, of a stream that the peer resets. */
  private static final String RST_STREAM = "RST_STREAM closed stream";

  /** NettyClientHandler's, of a stream that a GOAWAY left over, and of one that outlived it. */
  private static final List<String> AFTER_GOAWAY =
      List.of("GOAWAY closed sent stream", "Connection closed after GOAWAY");

  /** NettyClientHandler's, of a connection that ends without GOAWAY and without an error. */
  private static final String CLOSED = "Network closed for unknown reason";

  /** NettyClientHandler's, of a connection that ends with an error. */
  private static final String BROKEN = "io exception";

  /** Its Utils', of a connection that is gone when a call is written to it. */
  private static final String GONE = "channel closed";

  /** Whether the text of a failure says that the end of its connection ended it. */
  public static boolean isEndOfConnection(String reason) {
    return AFTER_GOAWAY.stream().anyMatch(reason::contains)
        || reason.contains(CLOSED)
        || reason.contains(GONE)
        || reason.contains(BROKEN);
  }

  /** Of a call that ended so. */
  public static Origin of(Status status, Metadata trailers, PodFrom<?> podFrom) {
    String description = String.valueOf(status.getDescription());
    if (podFrom.inMetadata(trailers).isPresent()) {
      return APP;
    }
    if (description.contains(METADATA_TOO_LARGE)) {
      return UNKNOWN;
    }
    if (NOT_GRPC_TEXTS.stream().anyMatch(description::contains)) {
      return NOT_GRPC;
    }
    if (description.contains(RST_STREAM)) {
      return RESET;
    }
    if (AFTER_GOAWAY.stream().anyMatch(description::contains)) {
      return GOAWAY;
    }
    if (status.getCode() == Status.Code.UNAVAILABLE
        && (status.getCause() instanceof IOException || description.contains(CLOSED))) {
      return CONNECTION;
    }
    if (status.getCode() == Status.Code.UNKNOWN
        && status.getCause() instanceof ClosedChannelException) {
      return CONNECTION;
    }
    return trailers.keys().isEmpty() ? UNKNOWN : UNSIGNED;
  }
}
