package greeter.client.calls;

import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a call ended. */
public sealed interface Outcome {
  /**
   * With OK and a reply.
   *
   * @param text the reply
   * @param pod who answered; empty if neither metadata nor text says so
   * @param byMetadata whether metadata said so
   * @param connection this end of the connection that carried it; empty on a Unix socket
   */
  record Served(
      String text, Optional<String> pod, boolean byMetadata, Optional<SocketAddress> connection)
      implements Outcome {}

  /**
   * With any other status.
   *
   * @param servedBy the pod that had begun to answer, or that refused
   * @param origin who the status can be shown to come from
   */
  record Failed(Status status, Optional<String> servedBy, Origin origin) implements Outcome {
    /** All that grpc-java says in its first line of an answer without a grpc-status. */
    private static final String NO_STATUS = "HTTP status code 200";

    /** What Netty quotes in hexadecimal of an answer that it cannot read; the first bytes tell. */
    private static final Pattern BYTES = Pattern.compile("([0-9a-f]{32})[0-9a-f]{8,}");

    /** Whether this client's own deadline ended it: the other side has said nothing. */
    public boolean isOurDeadline() {
      return status.getCode() == Status.Code.DEADLINE_EXCEEDED && origin == Origin.UNKNOWN;
    }

    /** Whether it was an answer that names no pod: a proxy's, or that of a server of 2018. */
    public boolean isUnsigned() {
      return origin == Origin.UNSIGNED || origin == Origin.NOT_GRPC;
    }

    /** The status and what came with it, in one line. */
    public String reason() {
      if (isOurDeadline()) {
        return "DEADLINE_EXCEEDED: no answer in time"; // gRPC's text differs from call to call
      }
      String description = Objects.requireNonNullElse(status.getDescription(), "");
      // The innermost says what happened, as "unable to find valid certification path".
      String cause =
          Stream.iterate(status.getCause(), Objects::nonNull, Throwable::getCause)
              .map(Throwable::getMessage)
              .filter(Objects::nonNull)
              .reduce("", (outer, inner) -> inner);
      return Stream.of(status.getCode().name(), description, cause)
          .flatMap(text -> text.lines().limit(1))
          .map(text -> BYTES.matcher(text).replaceAll("$1…"))
          .map(text -> text.equals(NO_STATUS) ? NO_STATUS + " without a grpc-status" : text)
          .collect(Collectors.joining(": "));
    }
  }
}
