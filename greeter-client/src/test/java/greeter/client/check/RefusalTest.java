package greeter.client.check;

import static greeter.client.spread.Outcomes.failed;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Origin;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  @ParameterizedTest
  @CsvSource({
    "308, a redirect",
    "400, the proxy takes the request for a bad one",
    "401, the proxy wants to know who calls",
    "403, the proxy wants to know who calls",
    "429, a limit on the rate",
    "502, the proxy reaches no pod"
  })
  void cause_httpStatus_saysWhatRefusesEveryCall(String status, String cause) {
    Status http =
        Status.UNKNOWN.withDescription(
            "HTTP status code " + status + "\ninvalid content-type: text/html");

    assertThat(Refusal.cause(failed(http, Origin.NOT_GRPC)).orElseThrow()).startsWith(cause);
  }

  @Test
  void cause_endOfTheConnection_isThatTheTargetHasGone() {
    assertThat(Refusal.cause(failed(Status.UNAVAILABLE, Origin.CONNECTION)))
        .contains("the target has gone, or its connections end");
  }

  /** 404 is of one path, 413 of one size: other calls may pass. */
  @ParameterizedTest
  @CsvSource({"404", "413"})
  void cause_statusOfThisCallAlone_isNone(String status) {
    Status http = Status.UNKNOWN.withDescription("HTTP status code " + status);

    assertThat(Refusal.cause(failed(http, Origin.NOT_GRPC))).isEmpty();
  }
}
