package greeter.client.calls;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedTest {
  @Test
  void reason_codeAlone() {
    assertThat(reason(Status.CANCELLED)).isEqualTo("CANCELLED");
  }

  @Test
  void reason_descriptionAndCauseOfSeveralLines_isOneLine() {
    Status status =
        Status.UNAVAILABLE
            .withDescription("HTTP status code 502\ninvalid content-type: text/html\nheaders: …")
            .withCause(new IOException("refused\nat once"));

    assertThat(reason(status)).isEqualTo("UNAVAILABLE: HTTP status code 502: refused");
  }

  @Test
  void reason_bytesOfAnAnswer_areTheFirst() {
    assertThat(reason(Status.UNAVAILABLE.withDescription("no TLS: " + "0a".repeat(200))))
        .isEqualTo("UNAVAILABLE: no TLS: " + "0a".repeat(16) + "…");
  }

  @Test
  void reason_causeWithoutMessage_leavesItOut() {
    assertThat(reason(Status.UNKNOWN.withDescription("x").withCause(new IOException())))
        .isEqualTo("UNKNOWN: x");
  }

  /** As TLS failures come: what matters is at the end. */
  @Test
  void reason_causeOfACause_isTheLastThatSaysSomething() {
    IOException outer = new IOException("outer", new IOException("inner", new IOException()));

    assertThat(reason(Status.UNAVAILABLE.withCause(outer))).isEqualTo("UNAVAILABLE: inner");
  }

  private static String reason(Status status) {
    return new Failed(status, Optional.empty(), Origin.UNKNOWN).reason();
  }
}
