package greeter.client.check;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import greeter.client.calls.Blame;
import greeter.client.transport.Certified;
import greeter.client.transport.Handshake;
import greeter.client.transport.Observation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a client would take the certificates that a server shows. */
final class CertificateJudge {
  private CertificateJudge() {}

  /**
   * One thing that keeps clients out.
   *
   * @param topic of its fixes
   */
  private record Problem(String line, Blame blame, String cause, String topic) {}

  /** All that keeps clients out, in one result; empty if nothing does. */
  static Optional<Result> judge(Observation o, Handshake seen) {
    if (seen.chain().isEmpty()) {
      return Optional.empty();
    }
    Certified own = seen.chain().get(0);
    Optional<Problem> time = time(o, seen, own);
    Optional<Problem> issuer =
        time.isPresent() && !seen.isOfStrangers() ? Optional.empty() : issuer(seen);
    List<Problem> problems =
        Stream.of(time, issuer, name(o, seen, own)).flatMap(Optional::stream).toList();
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    Set<Blame> blames = problems.stream().map(Problem::blame).collect(toSet());
    return Optional.of(
        H2cFailure.of(
                o,
                problems.stream()
                    .map(Problem::line)
                    .collect(joining("; and it ", "certificate ", "")),
                blames.size() == 1 ? problems.get(0).blame() : Blame.CANNOT_TELL,
                problems.stream().map(Problem::cause).collect(joining("; ")))
            .about(problems.stream().map(Problem::topic).collect(toSet())));
  }

  private static Optional<Problem> time(Observation o, Handshake seen, Certified own) {
    // Nobody minds an old one among the others, as long as there is another way to trust.
    List<Certified> needed = seen.untrusted().isPresent() ? seen.chain() : List.of(own);
    for (Certified certificate : needed) {
      String which = certificate.equals(own) ? "" : "above the server's ";
      if (certificate.isExpired(o.at())) {
        return Optional.of(
            new Problem(
                which + "expired " + days(-certificate.daysLeft(o.at())) + " ago",
                Blame.PROXY,
                "nobody renewed " + certificate.subject() + ", or loaded the renewed one",
                "renewal"));
      }
      if (certificate.isEarly(o.at())) {
        return Optional.of(
            new Problem(
                which + "is not valid before " + certificate.notBefore(),
                Blame.CANNOT_TELL,
                "issued for later, or this machine's clock is wrong",
                "clock"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Problem> issuer(Handshake seen) {
    Certified last = seen.chain().get(seen.chain().size() - 1);
    boolean selfSigned = seen.chain().size() == 1 && last.subject().equals(last.issuer());
    return seen.untrusted()
        .map(
            why ->
                selfSigned
                    ? new Problem(
                        "is not trusted: %s has signed it itself: --cacert FILE with it"
                            .formatted(last.subject()),
                        Blame.CANNOT_TELL,
                        "made by hand, or the default certificate of a server that has no other",
                        "name")
                    : new Problem(
                        "is not trusted: nobody here knows its issuer %s: --cacert FILE with that"
                                .formatted(last.issuer())
                            + " authority's certificate",
                        Blame.CANNOT_TELL,
                        "an authority of one's own, or a server that leaves out the certificates"
                            + " between (%s)".formatted(why),
                        "chain"));
  }

  private static Optional<Problem> name(Observation o, Handshake seen, Certified own) {
    if (!seen.isForAnother()) {
      return Optional.empty();
    }
    boolean nameless = own.names().isEmpty();
    return Optional.of(
        new Problem(
            "is for %s, not for %s: %s"
                .formatted(
                    nameless ? "no host" : String.join(", ", own.names()),
                    o.host(),
                    nameless
                        ? "it needs a subjectAltName"
                        : "--authority " + own.names().get(0).replace("*", "NAME")),
            Blame.CANNOT_TELL,
            "called by another name than it serves, or the default certificate of a server that"
                + " knows no such host",
            "name"));
  }

  /** As {@code 1 day}. */
  static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
