package greeter.client.calls;

import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** Who is to blame for a failed call. "Cannot tell" is an answer, too. */
public enum Blame {
  APP("app"),
  PROXY("proxy"),
  NETWORK("network"),
  CANNOT_TELL("cannot tell");

  // What our servers' own transport says when it refuses a request, below the layer that names the
  // pod: the beginnings of its texts. TransportRefusalTest and MessageRefusalTest of server-runtime
  // hold it to them.
  private static final List<String> TRANSPORT_REFUSALS =
      List.of(
          "Can't find decompressor for",
          "gRPC message exceeds maximum size",
          "Encountered end-of-stream mid-frame",
          "gRPC frame header malformed",
          "Can't decode compressed gRPC message");

  private final String text;

  Blame(String text) {
    this.text = text;
  }

  /**
   * Blames whoever sent the status, as far as one call can show.
   *
   * @param podsNameThemselves whether the target's good answers carry the pod's name as metadata;
   *     only then does its absence show that somebody else has spoken
   */
  public static Blame of(Failed failed, boolean podsNameThemselves) {
    return switch (failed.origin()) {
      case APP -> APP;
      case NOT_GRPC -> PROXY;
      // Who is not trusted, or speaks no TLS, was reached.
      case CONNECTION -> failed.status().getCause() instanceof SSLException ? CANNOT_TELL : NETWORK;
      case UNSIGNED ->
          podsNameThemselves && !isTransportRefusal(failed.status()) ? PROXY : CANNOT_TELL;
      case RESET, GOAWAY, UNKNOWN -> CANNOT_TELL;
    };
  }

  private static boolean isTransportRefusal(Status status) {
    String description = Objects.requireNonNullElse(status.getDescription(), "");
    return TRANSPORT_REFUSALS.stream().anyMatch(description::startsWith);
  }

  @Override
  public String toString() {
    return text;
  }
}
