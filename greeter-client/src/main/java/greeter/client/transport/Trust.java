package greeter.client.transport;

import static java.util.stream.Collectors.toSet;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Whether a chain is distrusted for its time alone, or for its issuer, too. */
final class Trust {
  private Trust() {}

  /**
   * Whether a chain led to somebody trusted, by RFC 5280 §6, when the last of it had become valid.
   *
   * @param chain the server's own certificate first
   */
  static boolean wouldHold(X509Certificate[] chain, X509Certificate[] trusted) {
    List<X509Certificate> sent = List.of(chain);
    if (List.of(trusted).contains(sent.get(0))) {
      return true; // who trusts it itself needs no path
    }
    Certified own = Certified.of(sent.get(0));
    if (own.notBefore().isAfter(own.notAfter())) {
      return true; // it never was valid, so that nothing else is known of it
    }
    Set<TrustAnchor> anchors =
        Arrays.stream(trusted).map(issuer -> new TrustAnchor(issuer, null)).collect(toSet());
    // A root's own time does not matter.
    Date allValid =
        sent.stream()
            .filter(
                each ->
                    each.equals(sent.get(0))
                        || !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
            .map(X509Certificate::getNotBefore)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(sent.get(0));
    try {
      PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, target);
      path.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
      path.setRevocationEnabled(false);
      path.setDate(allValid);
      CertPathBuilder.getInstance("PKIX").build(path);
      return true;
    } catch (CertPathBuilderException | InvalidAlgorithmParameterException e) {
      return false; // no path, or nobody is trusted at all
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
