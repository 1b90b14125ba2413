package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import greeter.client.connect.Target;
import greeter.client.transport.Answer;
import greeter.client.transport.Certified;
import greeter.client.transport.Handshake;
import greeter.client.transport.Handshake.ClientAuth;
import greeter.client.transport.Observation;
import greeter.client.transport.Talk;
import greeter.client.transport.TransportProbe;
import io.grpc.ManagedChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** H2C: whether the port speaks HTTP/2, with TLS as the user said, and if not what it speaks. */
final class H2cCheck implements Check {
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
    Observation seen = probe.run(Clock.systemUTC());
    if (seen.asked().answer() instanceof Answer.Http2 http2) {
      // RFC 9113, 6.5.2: without the setting there is no limit.
      bench.learnStreamLimit(http2.settings().maxConcurrentStreams().orElse(Long.MAX_VALUE));
    }
    Result result = judge(seen);
    return List.of(
        result.grade() != Grade.FAIL && wantsCertificate(seen)
            ? refusal(seen, bench).orElse(result)
            : result);
  }

  private static boolean wantsCertificate(Observation o) {
    return o.asked()
        .handshake()
        .filter(seen -> seen.clientAuth() != ClientAuth.NOT_ASKED)
        .isPresent();
  }

  /** Some servers take any such connection, and then refuse each call; empty if this one is not. */
  private static Optional<Result> refusal(Observation o, Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    Duration deadline = bench.asked().deadline();
    Optional<Failed> failed =
        bench.services().get(0).call(channel, deadline).endWithin(deadline.multipliedBy(2)).stream()
            .flatMap(ended -> ended.failure().stream())
            .findFirst();
    channel.shutdown();
    return failed
        .flatMap(Refusal::ofCertificate)
        .map(
            refused ->
                H2cFailure.misuse(
                    o, "speaks HTTP/2, but refuses calls: " + refused.what(), refused.remedy()));
  }

  static Result judge(Observation o) {
    return unreachable(o)
        .or(() -> o.tls() ? TlsJudge.judge(o) : cleartext(o))
        .or(() -> passed(o))
        .orElseGet(() -> OtherProtocolJudge.judge(o));
  }

  private static Optional<Result> unreachable(Observation o) {
    return o.asked().answer() instanceof Answer.Unreachable unreachable
        ? Optional.of(
            H2cFailure.wrongPort(
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
        ? Optional.of(H2cFailure.misuse(o, "speaks TLS: add --tls", "TLS ends at this port"))
        : Optional.empty();
  }

  private static boolean knowsTls(Talk talk) {
    return talk.isTls()
        || talk.answer() instanceof Answer.TlsRefused
        || talk.handshake().map(seen -> !seen.chain().isEmpty()).orElse(false);
  }

  private static Optional<Result> passed(Observation o) {
    if (!(o.asked().answer() instanceof Answer.Http2 http2)) {
      return Optional.empty();
    }
    String streams = Transcript.streams(http2.settings());
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
                CertificateJudge.days(left),
                switch (seen.clientAuth()) {
                  case NOT_ASKED -> "";
                  case ASKED_NOT_GIVEN -> ", a client certificate is asked for: --cert and --key";
                  case GIVEN -> ", a client certificate was sent";
                });
    Grade grade = Code.H2C.bounds().grade((double) left);
    if (grade != Grade.PASS) {
      return Optional.of(
          Result.of(Code.H2C, grade, line)
              .because(Blame.PROXY, next.subject() + " is not renewed yet", Transcript.of(o))
              .about("renewal"));
    }
    boolean asks = seen.clientAuth() == ClientAuth.ASKED_NOT_GIVEN;
    return Optional.of(Result.of(Code.H2C, asks ? Grade.INFO : Grade.PASS, line));
  }
}
