package greeter.testbed;

import greeter.client.connect.ClientCertificate;
import greeter.client.connect.Tls;
import greeter.client.server.Certificate;
import java.util.Optional;

/** What check is told of TLS. */
enum Caller {
  /** Nothing. */
  CLEARTEXT {
    @Override
    Optional<Tls> tls() {
      return Optional.empty();
    }
  },

  /** --cacert. */
  TLS {
    @Override
    Optional<Tls> tls() throws Exception {
      return Optional.of(new Tls(Certificates.get().authority().chain(), Optional.empty()));
    }
  },

  /** --cert and --key, too, of the authority that the server's certificate is of. */
  KNOWN {
    @Override
    Optional<Tls> tls() throws Exception {
      return with(Certificates.get().known());
    }
  },

  /** --cert and --key of another authority. */
  STRANGER {
    @Override
    Optional<Tls> tls() throws Exception {
      return with(Certificates.get().stranger());
    }
  };

  abstract Optional<Tls> tls() throws Exception;

  private static Optional<Tls> with(Certificate certificate) throws Exception {
    return Optional.of(
        new Tls(
            Certificates.get().authority().chain(),
            Optional.of(new ClientCertificate(certificate.chain(), certificate.key()))));
  }
}
