package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.connect.Target;
import greeter.client.transport.Answer;
import greeter.client.transport.Certified;
import greeter.client.transport.Handshake;
import greeter.client.transport.Handshake.ClientAuth;
import greeter.client.transport.Observation;
import greeter.client.transport.Settings;
import greeter.client.transport.Talk;
import greeter.client.transport.TransportProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** H2C: whether the port speaks HTTP/2, with TLS as the user said, and if not what it speaks. */
final class H2cCheck implements Check {
  /** RFC 8446, section 6.2, in the words of whoever has to mend it. */
  private static final Map<String, String> ALERTS =
      Map.of(
          "handshake_failure", "no version, cipher or certificate type in common",
          "protocol_version", "no TLS 1.2 or 1.3 there",
          "insufficient_security", "it wants stronger ciphers",
          "unrecognized_name", "it has no certificate for this name: look at --authority",
          "internal_error", "it failed itself, often for want of a certificate for this name",
          "certificate_required", "it wants a client certificate");

  @Override
  public List<Code> codes() {
    return List.of(Code.H2C);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Optional<Target.Endpoint> endpoint = bench.connector().target().endpoint();
    if (endpoint.isEmpty()) {
      return List.of(Result.notRun(Code.H2C, "the target is a Unix socket"));
    }
    TransportProbe probe =
        new TransportProbe(bench.connector(), endpoint.get(), bench.asked().deadline());
    return List.of(judge(probe.run(Clock.systemUTC())));
  }

  static Result judge(Observation o) {
    return unreachable(o)
        .or(() -> o.tls() ? tls(o) : cleartext(o))
        .or(() -> passed(o))
        .orElseGet(() -> noHttp2(o));
  }

  private static Optional<Result> unreachable(Observation o) {
    return o.asked().answer() instanceof Answer.Unreachable unreachable
        ? Optional.of(
            failed(
                o,
                "cannot be reached: " + unreachable.why(),
                Blame.NETWORK,
                "no such name, nobody listens, or a firewall"))
        : Optional.empty();
  }

  private static Optional<Result> cleartext(Observation o) {
    boolean isTls =
        o.asked().answer() instanceof Answer.TlsRecord
            || o.otherWay().map(H2cCheck::knowsTls).orElse(false);
    return isTls
        ? Optional.of(misused(o, "speaks TLS: add --tls", "TLS ends at this port"))
        : Optional.empty();
  }

  private static boolean knowsTls(Talk talk) {
    return talk.isTls()
        || talk.answer() instanceof Answer.TlsRefused
        || talk.handshake().map(seen -> !seen.chain().isEmpty()).orElse(false);
  }

  private static Optional<Result> tls(Observation o) {
    Handshake seen = o.asked().handshake().orElseThrow();
    return notTls(o, seen)
        .or(() -> certificate(o, seen).map(result -> result.about("certificate")))
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
          misused(o, "speaks cleartext HTTP/2: leave --tls away", "no TLS ends at this port"));
    }
    if (inCleartext.filter(Answer.Http1.class::isInstance).isPresent()
        && !(o.asked().answer() instanceof Answer.TlsRefused)) {
      return Optional.of(
          failed(
              o,
              "speaks HTTP/1.1 in cleartext only: gRPC needs HTTP/2, and --tls a port with TLS",
              Blame.PROXY,
              "a port for plain web requests; TLS is on another one, often 443"));
    }
    return o.asked().answer() instanceof Answer.Cleartext
        ? Optional.of(misused(o, "speaks cleartext: leave --tls away", "no TLS ends at this port"))
        : Optional.empty();
  }

  private static Optional<Result> certificate(Observation o, Handshake seen) {
    if (seen.chain().isEmpty()) {
      return Optional.empty();
    }
    Certified own = seen.chain().get(0);
    // Nobody minds an old one among the others, as long as there is another way to trust.
    List<Certified> needed = seen.untrusted().isPresent() ? seen.chain() : List.of(own);
    for (Certified certificate : needed) {
      String which = certificate.equals(own) ? "certificate" : "certificate above the server's";
      if (certificate.isExpired(o.at())) {
        return Optional.of(
            failed(
                o,
                which + " expired " + days(-certificate.daysLeft(o.at())) + " ago",
                Blame.PROXY,
                "nobody renewed " + certificate.subject() + ", or loaded the renewed one"));
      }
      if (certificate.isEarly(o.at())) {
        return Optional.of(
            failed(
                o,
                which + " is not valid before " + certificate.notBefore(),
                Blame.PROXY,
                "issued for later, or this machine's clock is wrong"));
      }
    }
    if (seen.untrusted().isPresent()) {
      String issuer = seen.chain().get(seen.chain().size() - 1).issuer();
      return Optional.of(
          failed(
              o,
              "certificate is not trusted: nobody here knows its issuer "
                  + issuer
                  + ": --cacert FILE with that authority's certificate",
              Blame.CANNOT_TELL,
              "an authority of one's own, or a server that leaves out the certificates between ("
                  + seen.untrusted().get()
                  + ")"));
    }
    if (seen.isForAnother()) {
      return Optional.of(
          failed(
              o,
              "certificate is for %s, not for %s: %s"
                  .formatted(
                      own.names().isEmpty() ? "no host" : String.join(", ", own.names()),
                      o.host(),
                      own.names().isEmpty()
                          ? "it needs a subjectAltName"
                          : "--authority " + own.names().get(0).replace("*", "NAME")),
              Blame.CANNOT_TELL,
              "called by another name than it serves, or the default certificate of a server that"
                  + " knows no such host"));
    }
    return Optional.empty();
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
            ? misused(
                o,
                "refuses the client certificate ("
                    + words(o, answer)
                    + "): --cert must be one that it trusts",
                "issued by another authority, expired, or not for clients")
            : misused(
                o,
                "asks for a client certificate, and leaves without (%s): --cert and --key"
                    .formatted(words(o, answer)),
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
        failed(
            o,
            "speaks TLS without HTTP/2 (ALPN %s%s): gRPC needs ALPN h2"
                .formatted(
                    refused ? "h2 refused" : seen.alpn().orElse("none"),
                    web ? "; HTTP/1.1 is answered" : ""),
            Blame.PROXY,
            "HTTP/2 is switched off where TLS ends, or a load balancer that ends TLS offers no"
                + " ALPN"));
  }

  private static Optional<Result> passed(Observation o) {
    if (!(o.asked().answer() instanceof Answer.Http2 http2)) {
      return Optional.empty();
    }
    String streams = streams(http2.settings());
    if (o.asked().handshake().isEmpty()) {
      return Optional.of(Result.pass(Code.H2C, "HTTP/2 in cleartext, " + streams));
    }
    Handshake seen = o.asked().handshake().get();
    Certified next =
        seen.chain().stream()
            .filter(certificate -> !certificate.isExpired(o.at()))
            .min(Comparator.comparing(Certified::notAfter))
            .orElseThrow();
    long left = next.daysLeft(o.at());
    String line =
        "HTTP/2 by %s, ALPN h2, %s, certificate expires in %s%s"
            .formatted(
                seen.protocol().orElseThrow(),
                streams,
                days(left),
                switch (seen.clientAuth()) {
                  case NOT_ASKED -> "";
                  case ASKED_NOT_GIVEN -> ", a client certificate is asked for: --cert and --key";
                  case GIVEN -> ", a client certificate was sent";
                });
    Grade grade = Code.H2C.bounds().grade((double) left);
    if (grade != Grade.PASS) {
      return Optional.of(
          Result.of(Code.H2C, grade, line)
              .because(Blame.PROXY, next.subject() + " is not renewed yet", evidence(o))
              .about("certificate"));
    }
    // Some servers take such a connection, and then refuse each call.
    boolean asks = seen.clientAuth() == ClientAuth.ASKED_NOT_GIVEN;
    return Optional.of(Result.of(Code.H2C, asks ? Grade.INFO : Grade.PASS, line));
  }

  /** Whatever is left: a port that answers, but not with HTTP/2. */
  private static Result noHttp2(Observation o) {
    Answer answer = o.asked().answer();
    if (answer instanceof Answer.Refused refused) {
      return failed(
          o,
          "refuses the connection with " + refused.goaway(),
          Blame.PROXY,
          "whoever listens there will not serve this client");
    }
    Optional<Answer.Http1> http1 =
        Stream.concat(o.http1().map(Talk::answer).stream(), Stream.of(answer))
            .filter(Answer.Http1.class::isInstance)
            .map(Answer.Http1.class::cast)
            .findFirst();
    if (http1.isPresent()) {
      return noHttp2(o, http1.get());
    }
    if (answer instanceof Answer.TlsRefused refused) {
      return failed(
          o,
          "refuses the TLS handshake: " + words(o, refused),
          Blame.PROXY,
          ALERTS.getOrDefault(refused.alert(), "TLS is set up in another way there"));
    }
    if (answer instanceof Answer.Unknown) {
      return failed(
          o,
          "speaks neither HTTP nor TLS (" + words(o, answer) + "): is it the right port?",
          Blame.CANNOT_TELL,
          "another kind of server; with PROXY protocol expected, or unexpected, it looks alike");
    }
    return failed(
        o,
        "takes the connection, but HTTP/2 gets no answer (%s): is it the right port?"
            .formatted(words(o, answer)),
        Blame.CANNOT_TELL,
        "a load balancer without a living server behind it, or one that waits for TLS or PROXY"
            + " protocol");
  }

  private static Result noHttp2(Observation o, Answer.Http1 http1) {
    Optional<String> location = http1.location().filter(where -> http1.status() / 100 == 3);
    if (location.isPresent()) {
      boolean toTls = !o.tls() && location.get().startsWith("https:");
      return failed(
          o,
          "answers %d to %s, and speaks HTTP/1.1 only: %s"
              .formatted(
                  http1.status(),
                  location.get(),
                  toTls
                      ? "gRPC follows no redirect: --tls on that port, often 443"
                      : "gRPC follows no redirect"),
          Blame.PROXY,
          toTls ? "a redirect to TLS for every request" : "a port for web requests");
    }
    return failed(
        o,
        "speaks HTTP/1.1 only (status %d): gRPC needs HTTP/2 %s"
            .formatted(
                http1.status(), o.tls() ? "(ALPN h2) here" : "(h2c) here, or a port with TLS"),
        Blame.PROXY,
        "a port for web requests, or HTTP/2 is not switched on where it ends");
  }

  private static Result failed(Observation o, String line, Blame blame, String cause) {
    return Result.of(Code.H2C, Grade.FAIL, line).because(blame, cause, evidence(o));
  }

  /** A failure that a change of the command line mends, so that nobody is to blame. */
  private static Result misused(Observation o, String line, String cause) {
    return Result.of(Code.H2C, Grade.FAIL, line).explained(cause, evidence(o));
  }

  private static List<String> evidence(Observation o) {
    List<String> seen = new ArrayList<>();
    evidence(o, "HTTP/2", o.asked(), seen);
    o.http1().ifPresent(talk -> evidence(o, "HTTP/1.1", talk, seen));
    o.otherWay().ifPresent(talk -> evidence(o, "HTTP/2", talk, seen));
    o.asked().handshake().or(() -> o.otherWay().flatMap(Talk::handshake)).stream()
        .flatMap(handshake -> handshake.chain().stream())
        .forEach(certificate -> seen.add("certificate " + certificate));
    return seen;
  }

  private static void evidence(Observation o, String asked, Talk talk, List<String> seen) {
    String security =
        talk.handshake()
            .map(
                handshake ->
                    handshake
                        .protocol()
                        .map(p -> "by " + p + ", ALPN " + handshake.alpn().orElse("none"))
                        .orElse("by TLS"))
            .orElse("in cleartext");
    seen.add(asked + " " + security + ": " + words(o, talk.answer()));
  }

  private static String words(Observation o, Answer answer) {
    if (answer instanceof Answer.Http2 http2) {
      return "HTTP/2, " + streams(http2.settings());
    } else if (answer instanceof Answer.Refused refused) {
      return refused.goaway().toString();
    } else if (answer instanceof Answer.Http1 http1) {
      return "HTTP/1.1 status "
          + http1.status()
          + http1.location().map(location -> " to " + location).orElse("")
          + http1.server().map(server -> ", server: " + server).orElse("");
    } else if (answer instanceof Answer.TlsRecord) {
      return "a TLS record";
    } else if (answer instanceof Answer.Cleartext) {
      return "no TLS";
    } else if (answer instanceof Answer.TlsRefused refused) {
      return refused.alert();
    } else if (answer instanceof Answer.Unknown unknown) {
      return "\"" + unknown.beginning() + "\"";
    } else if (answer instanceof Answer.Silence) {
      return "nothing within " + o.limit().toMillis() + " ms";
    } else if (answer instanceof Answer.Closed) {
      return "closed without a word";
    } else if (answer instanceof Answer.Reset) {
      return "connection reset";
    }
    return ((Answer.Unreachable) answer).why();
  }

  private static String streams(Settings settings) {
    // What grpc-java's servers say when they have no limit.
    return settings.maxConcurrentStreams().orElse(Integer.MAX_VALUE) < Integer.MAX_VALUE
        ? "MAX_CONCURRENT_STREAMS " + settings.maxConcurrentStreams().getAsLong()
        : "no limit on streams";
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
