package greeter.client.transport;

import greeter.api.Wire;
import greeter.client.connect.Tls;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The client's side of one TLS handshake, which notes what it sees. It goes on with a chain that no
 * channel would trust, since a connection that is broken off tells less.
 */
final class TlsClient {
  private final Tls tls;
  private final String host;

  // Written by the managers, which the handshake calls in the thread that started it.
  private Optional<SSLSocket> done = Optional.empty();
  private X509Certificate[] chain = {};
  private Optional<String> untrusted = Optional.empty();
  private boolean isOfStrangers;
  private boolean isForAnother;
  private boolean asked;

  /**
   * @param host for SNI, and the name that the certificate must be for
   */
  TlsClient(Tls tls, String host) {
    this.tls = tls;
    this.host = host;
  }

  /**
   * Shakes hands over a connection, which it closes if that fails.
   *
   * @param protocol to offer by ALPN
   * @param until by System.nanoTime
   */
  SSLSocket connect(Socket connected, String protocol, long until) throws IOException {
    try {
      SSLSocket socket =
          (SSLSocket)
              context().getSocketFactory().createSocket(connected, host, connected.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(Line.millisUntil(until));
      socket.startHandshake();
      socket.setSoTimeout(0);
      done = Optional.of(socket);
      return socket;
    } catch (IOException e) {
      connected.close();
      throw e;
    }
  }

  /** What was seen so far. */
  Handshake seen() {
    return new Handshake(
        done.map(socket -> socket.getSession().getProtocol()),
        done.map(SSLSocket::getApplicationProtocol).filter(alpn -> !alpn.isEmpty()),
        Certified.of(chain),
        untrusted,
        isOfStrangers,
        isForAnother,
        asked
            ? tls.client().isPresent()
                ? Handshake.ClientAuth.GIVEN
                : Handshake.ClientAuth.ASKED_NOT_GIVEN
            : Handshake.ClientAuth.NOT_ASKED);
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new NotingKeys()}, new TrustManager[] {new NotingTrust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class NotingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager channels = tls.trustManager();

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType, Socket socket) {
      chain = sent.clone();
      try {
        channels.checkServerTrusted(sent, authType);
      } catch (CertificateException e) {
        untrusted = Optional.of(innermost(e));
        isOfStrangers = !Trust.wouldHold(sent, channels.getAcceptedIssuers());
      }
      isForAnother = isForAnother(sent[0], authType, socket);
    }

    /** Who trusts a certificate itself has nothing to mind but its name. */
    private boolean isForAnother(X509Certificate own, String authType, Socket socket) {
      try {
        new Tls(List.of(own), Optional.empty())
            .trustManager()
            .checkServerTrusted(new X509Certificate[] {own}, authType, socket);
        return false;
      } catch (CertificateException e) {
        return true;
      }
    }

    private static String innermost(Throwable e) {
      return e.getCause() == null
          ? Wire.printable(String.valueOf(e.getMessage()))
          : innermost(e.getCause());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] sent, String authType, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] sent, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] sent, String authType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private final class NotingKeys extends X509ExtendedKeyManager {
    private final Optional<X509ExtendedKeyManager> given =
        tls.client().map(client -> client.keyManager());

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      asked = true;
      return given.map(keys -> keys.chooseClientAlias(keyTypes, issuers, socket)).orElse(null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return given.map(keys -> keys.getCertificateChain(alias)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return given.map(keys -> keys.getPrivateKey(alias)).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return given.map(keys -> keys.getClientAliases(keyType, issuers)).orElse(null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
