package greeter.client.connect;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Who the client is, to a server that asks for a certificate (mTLS).
 *
 * @param chain the client's certificate, and those above it
 * @param key of the first of them
 */
public record ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  public ClientCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * Reads the key of {@code --key}.
   *
   * @throws IOException whose message is what was expected of the file
   */
  public static ClientCertificate of(List<X509Certificate> chain, File keyFile) throws IOException {
    PublicKey certified = chain.get(0).getPublicKey();
    PrivateKey key = Pem.key(keyFile, certified.getAlgorithm());
    if (!belong(key, certified)) {
      throw new IOException("the private key of the certificate in --cert");
    }
    return new ClientCertificate(chain, key);
  }

  private static boolean belong(PrivateKey key, PublicKey certified) {
    try {
      byte[] anything = {1};
      // Edwards curves' keys are called as their signatures.
      String algorithm = certified.getAlgorithm();
      Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(algorithm, algorithm));
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(anything);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Gives this certificate to every server that asks, whatever authorities it says it trusts. */
  public X509ExtendedKeyManager keyManager() {
    return new Always();
  }

  private final class Always extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] keyTypes, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
