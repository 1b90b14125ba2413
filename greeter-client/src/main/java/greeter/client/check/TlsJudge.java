package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.transport.Answer;
import greeter.client.transport.Handshake;
import greeter.client.transport.Handshake.ClientAuth;
import greeter.client.transport.Observation;
import greeter.client.transport.Talk;
import java.util.Optional;

/** Whether a TLS connection can carry HTTP/2: TLS at all, certificates of both sides, ALPN. */
final class TlsJudge {
  private TlsJudge() {}

  /** What is wrong with it; empty if HTTP/2 could begin. */
  static Optional<Result> judge(Observation o) {
    Handshake seen = o.asked().handshake().orElseThrow();
    return notTls(o, seen)
        .or(() -> CertificateJudge.judge(o, seen))
        .or(() -> clientCertificate(o, seen))
        .or(() -> alpn(o, seen));
  }

  private static Optional<Result> notTls(Observation o, Handshake seen) {
    if (seen.protocol().isPresent() || !seen.chain().isEmpty()) {
      return Optional.empty();
    }
    Optional<Answer> inCleartext = o.otherWay().map(Talk::answer);
    if (inCleartext.filter(Answer.Http2.class::isInstance).isPresent()) {
      return Optional.of(
          H2cFailure.misuse(
              o, "speaks cleartext HTTP/2: leave --tls away", "no TLS ends at this port"));
    }
    if (inCleartext.filter(Answer.Http1.class::isInstance).isPresent()
        && !(o.asked().answer() instanceof Answer.TlsRefused)) {
      return Optional.of(
          H2cFailure.wrongPort(
              o,
              "speaks HTTP/1.1 in cleartext only, neither TLS nor HTTP/2: is it the right port?",
              Blame.CANNOT_TELL,
              "a port for plain web requests; TLS is on another one, often 443"));
    }
    if (inCleartext.filter(Answer.Unknown.class::isInstance).isPresent()
        && o.asked().answer() instanceof Answer.Cleartext) {
      return Optional.of(
          H2cFailure.wrongPort(
              o,
              "speaks neither TLS nor HTTP/2: is it the right port?",
              Blame.CANNOT_TELL,
              "a web server of HTTP/1.1, or another kind of server"));
    }
    return o.asked().answer() instanceof Answer.Cleartext
        ? Optional.of(
            H2cFailure.misuse(o, "speaks cleartext: leave --tls away", "no TLS ends at this port"))
        : Optional.empty();
  }

  private static Optional<Result> clientCertificate(Observation o, Handshake seen) {
    Answer answer = o.asked().answer();
    boolean left =
        answer instanceof Answer.TlsRefused
            || answer instanceof Answer.Closed
            || answer instanceof Answer.Reset;
    if (!left || seen.clientAuth() == ClientAuth.NOT_ASKED) {
      return Optional.empty();
    }
    return Optional.of(
        seen.clientAuth() == ClientAuth.GIVEN
            ? H2cFailure.misuse(
                o,
                "refuses the client certificate ("
                    + Transcript.words(o, answer)
                    + "): --cert must be one that it trusts",
                "issued by another authority, expired, or not for clients")
            : H2cFailure.misuse(
                o,
                "asks for a client certificate, and leaves without (%s): --cert and --key"
                    .formatted(Transcript.words(o, answer)),
                "mTLS"));
  }

  private static Optional<Result> alpn(Observation o, Handshake seen) {
    boolean refused =
        o.asked().answer() instanceof Answer.TlsRefused alert
            && alert.alert().equals("no_application_protocol");
    boolean without = seen.protocol().isPresent() && !seen.alpn().equals(Optional.of("h2"));
    if (!refused && !without) {
      return Optional.empty();
    }
    boolean web = o.http1().map(Talk::answer).filter(Answer.Http1.class::isInstance).isPresent();
    return Optional.of(
        H2cFailure.of(
                o,
                "speaks TLS without HTTP/2 (ALPN %s%s): gRPC needs ALPN h2"
                    .formatted(
                        refused ? "h2 refused" : seen.alpn().orElse("none"),
                        web ? "; HTTP/1.1 is answered" : ""),
                Blame.PROXY,
                "HTTP/2 is switched off where TLS ends, or a load balancer that ends TLS offers no"
                    + " ALPN")
            .about("alpn"));
  }
}
