package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.transport.Answer;
import greeter.client.transport.Observation;
import greeter.client.transport.Talk;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a port speaks that answers, but not by HTTP/2. */
final class OtherProtocolJudge {
  /** RFC 8446, section 6.2, in the words of whoever has to mend it. */
  private static final Map<String, String> ALERTS =
      Map.of(
          "handshake_failure", "no version, cipher or certificate type in common",
          "protocol_version", "no TLS 1.2 or 1.3 there",
          "insufficient_security", "it wants stronger ciphers",
          "unrecognized_name", "it has no certificate for this name: look at --authority",
          "internal_error", "it failed itself, often for want of a certificate for this name",
          "certificate_required", "it wants a client certificate");

  /** Alerts that a certificate for the name mends. */
  private static final Set<String> NAMELESS = Set.of("unrecognized_name", "internal_error");

  private static final Pattern PROXY =
      Pattern.compile("(?i)nginx|openresty|envoy|istio|haproxy|traefik|caddy|awselb");

  private OtherProtocolJudge() {}

  static Result judge(Observation o) {
    Answer answer = o.asked().answer();
    if (answer instanceof Answer.Refused refused) {
      // It speaks HTTP/2, so that none of the fixes is for it.
      return H2cFailure.of(
              o,
              "refuses the connection with " + refused.goaway(),
              Blame.PROXY,
              "whoever listens there will not serve this client")
          .about("refusal");
    }
    Optional<Answer.Http1> http1 =
        Stream.concat(o.http1().map(Talk::answer).stream(), Stream.of(answer))
            .filter(Answer.Http1.class::isInstance)
            .map(Answer.Http1.class::cast)
            .findFirst();
    if (http1.isPresent()) {
      return http1(o, http1.get());
    }
    if (answer instanceof Answer.TlsRefused refused) {
      return H2cFailure.of(
              o,
              "refuses the TLS handshake: " + Transcript.words(o, refused),
              Blame.PROXY,
              ALERTS.getOrDefault(refused.alert(), "TLS is set up in another way there"))
          .about(NAMELESS.contains(refused.alert()) ? "name" : "tls");
    }
    if (answer instanceof Answer.Unknown) {
      return H2cFailure.wrongPort(
          o,
          "speaks neither HTTP nor TLS ("
              + Transcript.words(o, answer)
              + "): is it the right port?",
          Blame.CANNOT_TELL,
          "another kind of server; with PROXY protocol expected, or unexpected, it looks alike");
    }
    return H2cFailure.wrongPort(
        o,
        "takes the connection, but HTTP/2 gets no answer (%s): is it the right port?"
            .formatted(Transcript.words(o, answer)),
        Blame.CANNOT_TELL,
        "a load balancer without a living server behind it, or one that waits for TLS or PROXY"
            + " protocol");
  }

  /** Whether it calls itself one. HAProxy and Traefik do not, nor does a plain web server. */
  private static boolean isProxy(Answer.Http1 http1) {
    return http1.server().filter(server -> PROXY.matcher(server).find()).isPresent();
  }

  private static Result http1(Observation o, Answer.Http1 http1) {
    Optional<String> location = http1.location().filter(where -> http1.status() / 100 == 3);
    if (location.isPresent()) {
      boolean toTls = !o.tls() && location.get().startsWith("https:");
      return H2cFailure.of(
              o,
              "answers %d to %s, and speaks HTTP/1.1 only: %s"
                  .formatted(
                      http1.status(),
                      location.get(),
                      toTls
                          ? "gRPC follows no redirect: --tls on that port, often 443"
                          : "gRPC follows no redirect"),
              Blame.PROXY,
              toTls ? "a redirect to TLS for every request" : "a port for web requests")
          .about(toTls ? "redirect" : "port");
    }
    return H2cFailure.of(
            o,
            "speaks HTTP/1.1 only (status %d): gRPC needs HTTP/2 (%s); is it the right port?"
                .formatted(http1.status(), o.tls() ? "ALPN h2" : "h2c"),
            isProxy(http1) ? Blame.PROXY : Blame.CANNOT_TELL,
            "a port for web requests, or HTTP/2 is not switched on where it ends")
        .about(isProxy(http1) ? Set.of("") : Set.of("", "port"));
  }
}
