package greeter.client.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
  @Test
  void untrustedCertificate_needsItsAuthority() {
    assertThat(Handshake.advice("h:443", "UNAVAILABLE: unable to find valid certification path"))
        .hasValue(
            "TLS does not come about: greeter-client check h:443 --tls --only H2C tells why;"
                + " --cacert FILE names a private authority");
  }

  /** Of nginx: "The plain HTTP request was sent to HTTPS port", in HTTP/1.1. */
  @Test
  void answerInAnotherProtocol_mayNeedTls() {
    assertThat(
            Handshake.advice(
                "h:443",
                "INTERNAL: http2 exception: First received frame was not SETTINGS. Hex dump for"
                    + " first 5 bytes: 485454502f"))
        .hasValue(
            "what listens there does not answer in HTTP/2 without TLS: --tls, if it speaks that;"
                + " greeter-client check h:443 --only H2C tells what it speaks");
  }

  @Test
  void answerInCleartext_needsNoTls() {
    assertThat(
            Handshake.advice("h:80", "UNAVAILABLE: io exception: not an SSL/TLS record: 00001204"))
        .hasValue(
            "what listens there speaks no TLS: without --tls, if it is gRPC in cleartext;"
                + " greeter-client check h:80 --only H2C tells what it speaks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UNAVAILABLE: io exception: Connection refused", "NOT_FOUND: no such name"})
  void otherReason_isNoMatterOfIt(String reason) {
    assertThat(Handshake.advice("h:443", reason)).isEmpty();
  }
}
