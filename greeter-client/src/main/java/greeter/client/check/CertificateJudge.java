package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.transport.Certified;
import greeter.client.transport.Handshake;
import greeter.client.transport.Observation;
import java.util.List;
import java.util.Optional;

/** Whether a client would take the certificates that a server shows. */
final class CertificateJudge {
  private CertificateJudge() {}

  /** What keeps clients out; empty if nothing does. */
  static Optional<Result> judge(Observation o, Handshake seen) {
    if (seen.chain().isEmpty()) {
      return Optional.empty();
    }
    Certified own = seen.chain().get(0);
    return time(o, seen, own).or(() -> issuer(o, seen)).or(() -> name(o, seen, own));
  }

  private static Optional<Result> time(Observation o, Handshake seen, Certified own) {
    // Nobody minds an old one among the others, as long as there is another way to trust.
    List<Certified> needed = seen.untrusted().isPresent() ? seen.chain() : List.of(own);
    for (Certified certificate : needed) {
      String which = certificate.equals(own) ? "certificate" : "certificate above the server's";
      if (certificate.isExpired(o.at())) {
        return Optional.of(
            H2cFailure.of(
                o,
                which + " expired " + days(-certificate.daysLeft(o.at())) + " ago",
                Blame.PROXY,
                "nobody renewed " + certificate.subject() + ", or loaded the renewed one"));
      }
      if (certificate.isEarly(o.at())) {
        return Optional.of(
            H2cFailure.of(
                o,
                which + " is not valid before " + certificate.notBefore(),
                Blame.PROXY,
                "issued for later, or this machine's clock is wrong"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Result> issuer(Observation o, Handshake seen) {
    String issuer = seen.chain().get(seen.chain().size() - 1).issuer();
    return seen.untrusted()
        .map(
            why ->
                H2cFailure.of(
                    o,
                    "certificate is not trusted: nobody here knows its issuer "
                        + issuer
                        + ": --cacert FILE with that authority's certificate",
                    Blame.CANNOT_TELL,
                    "an authority of one's own, or a server that leaves out the certificates"
                        + " between ("
                        + why
                        + ")"));
  }

  private static Optional<Result> name(Observation o, Handshake seen, Certified own) {
    if (!seen.isForAnother()) {
      return Optional.empty();
    }
    boolean nameless = own.names().isEmpty();
    return Optional.of(
        H2cFailure.of(
            o,
            "certificate is for %s, not for %s: %s"
                .formatted(
                    nameless ? "no host" : String.join(", ", own.names()),
                    o.host(),
                    nameless
                        ? "it needs a subjectAltName"
                        : "--authority " + own.names().get(0).replace("*", "NAME")),
            Blame.CANNOT_TELL,
            "called by another name than it serves, or the default certificate of a server that"
                + " knows no such host"));
  }

  /** As {@code 1 day}. */
  static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
