package greeter.client.connect;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How TLS is spoken.
 *
 * @param authorities to trust; empty: those that Java trusts
 * @param client who to be, to a server that asks
 */
public record Tls(List<X509Certificate> authorities, Optional<ClientCertificate> client) {
  public Tls {
    authorities = List.copyOf(authorities);
  }

  ChannelCredentials credentials() {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (!authorities.isEmpty()) {
      builder.trustManager(trustManager());
    }
    client.ifPresent(certificate -> builder.keyManager(certificate.keyManager()));
    return builder.build();
  }

  /** Judges a server's chain, and its name, as a channel does. */
  public X509ExtendedTrustManager trustManager() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities.isEmpty() ? null : store());
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry(Integer.toString(store.size()), authority);
    }
    return store;
  }
}
