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
  void of_httpStatus_saysWhatRefusesEveryCall(String status, String cause) {
    Status http =
        Status.UNKNOWN.withDescription(
            "HTTP status code " + status + "\ninvalid content-type: text/html");

    assertThat(Refusal.of(failed(http, Origin.NOT_GRPC)).orElseThrow().cause()).startsWith(cause);
  }

  @Test
  void of_endOfTheConnection_isThatTheTargetHasGone() {
    assertThat(Refusal.of(failed(Status.UNAVAILABLE, Origin.CONNECTION)))
        .contains(new Refusal("the target has gone, or its connections end", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "No required SSL certificate was sent, nginx wants a client certificate, --cert and --key",
    "The SSL certificate error, nginx does not trust the client certificate, --cert must be"
  })
  void of_nginxsPageOf400_saysWhatIsWrongWithTheCertificate(
      String page, String what, String remedy) {
    Status http =
        Status.INTERNAL.withDescription(
            "HTTP status code 400\ninvalid content-type: text/html\nheaders: Metadata(:status=400)\n"
                + "DATA-----------------------------\n<html>\r\n<head><title>400 "
                + page
                + "</title></head>");

    Refusal refusal = Refusal.of(failed(http, Origin.NOT_GRPC)).orElseThrow();

    assertThat(refusal.what()).isEqualTo(what);
    assertThat(refusal.remedy()).startsWith(remedy);
  }

  /** 404 is of one path, 413 of one size: other calls may pass. */
  @ParameterizedTest
  @CsvSource({"404", "413"})
  void of_statusOfThisCallAlone_isNone(String status) {
    Status http = Status.UNKNOWN.withDescription("HTTP status code " + status);

    assertThat(Refusal.of(failed(http, Origin.NOT_GRPC))).isEmpty();
  }
}
