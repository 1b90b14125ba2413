package greeter.client.transport;

import greeter.api.Wire;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate of a server's chain; its texts are printable.
 *
 * @param names the hosts it is for: DNS names and addresses
 */
public record Certified(
    String subject, String issuer, Instant notBefore, Instant notAfter, List<String> names) {
  private static final int DNS = 2;
  private static final int IP = 7;
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");

  public Certified {
    names = List.copyOf(names);
  }

  static Certified of(X509Certificate certificate) {
    String subject = Wire.printable(certificate.getSubjectX500Principal().getName());
    return new Certified(
        subject,
        Wire.printable(certificate.getIssuerX500Principal().getName()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate, subject));
  }

  static List<Certified> of(X509Certificate[] chain) {
    return Stream.of(chain).map(Certified::of).toList();
  }

  private static List<String> names(X509Certificate certificate, String subject) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        return alternatives.stream()
            .filter(name -> name.get(0).equals(DNS) || name.get(0).equals(IP))
            .map(name -> Wire.printable(name.get(1).toString()))
            .toList();
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    // Java falls back to it, as the oldest clients do.
    Matcher commonName = COMMON_NAME.matcher(subject);
    return commonName.results().map(result -> result.group(1)).limit(1).toList();
  }

  /** Whole days until it expires; negative: since it did. */
  public long daysLeft(Instant now) {
    return Duration.between(now, notAfter).toDays();
  }

  public boolean isExpired(Instant now) {
    return now.isAfter(notAfter);
  }

  public boolean isEarly(Instant now) {
    return now.isBefore(notBefore);
  }

  @Override
  public String toString() {
    return "%s, issued by %s, valid %tF to %tF, for %s"
        .formatted(
            subject,
            issuer,
            notBefore.atZone(ZoneOffset.UTC),
            notAfter.atZone(ZoneOffset.UTC),
            names.isEmpty() ? "no host" : String.join(", ", names));
  }
}
