package greeter.client.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate with its key, in files and in this process.
 *
 * @param folder of its own; its name is the subject's
 * @param chain its own certificate, and those above it
 */
public record Certificate(Path folder, List<X509Certificate> chain, PrivateKey key) {
  private static final String PASSWORD = "password";
  private static final int DAYS = 30;

  /**
   * One that signs itself, and may sign others.
   *
   * @param folder that is there
   * @param names as {@code dns:localhost,ip:127.0.0.1}
   */
  public static Certificate create(Path folder, String names) throws Exception {
    KeyPair keys = generateKeys("EC");
    X500Principal self = subject(folder);
    X509Certificate own =
        new Issuer(self, keys.getPrivate())
            .sign(self, keys.getPublic(), names, Instant.now(), Duration.ofDays(DAYS), true);
    return written(new Certificate(folder, List.of(own), keys.getPrivate()));
  }

  /** One that this one signs. */
  public Certificate signs(String name, String names) throws Exception {
    return signs(name, names, "EC");
  }

  /** One that this one signs, with a key of that algorithm: EC or RSA. */
  public Certificate signs(String name, String names, String algorithm) throws Exception {
    return signs(name, names, algorithm, 0, DAYS);
  }

  /**
   * One that this one signs.
   *
   * @param name of its folder
   * @param from in how many days it begins to be valid; negative: since when it is
   * @param days that it is valid for
   */
  public Certificate signs(String name, String names, int from, int days) throws Exception {
    return signs(name, names, "EC", from, days);
  }

  private Certificate signs(String name, String names, String algorithm, int from, int days)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    KeyPair keys = generateKeys(algorithm);
    X509Certificate signed =
        new Issuer(chain.get(0).getSubjectX500Principal(), key)
            .sign(
                subject(own),
                keys.getPublic(),
                names,
                Instant.now().plus(Duration.ofDays(from)),
                Duration.ofDays(days),
                false);
    return written(
        new Certificate(
            own, Stream.concat(Stream.of(signed), chain.stream()).toList(), keys.getPrivate()));
  }

  /** The file with the chain. */
  public Path pem() {
    return folder.resolve("chain.pem");
  }

  /** The file with the key. */
  public Path keyPem() {
    return folder.resolve("key.pem");
  }

  public ServerCredentials server() throws Exception {
    return TlsServerCredentials.newBuilder().keyManager(keyManagers()).build();
  }

  /** Credentials of a server that wants a certificate which {@code authority} signed. */
  public ServerCredentials server(Certificate authority) throws Exception {
    return TlsServerCredentials.newBuilder()
        .keyManager(keyManagers())
        .trustManager(authority.pem().toFile())
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  /** For a server's sockets; it trusts the clients that the authority above this one signed. */
  public SSLContext context() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", chain.get(chain.size() - 1));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), factory.getTrustManagers(), null);
    return context;
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("it", key, PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    return factory.getKeyManagers();
  }

  private static KeyPair generateKeys(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  private static X500Principal subject(Path folder) {
    return new X500Principal("CN=" + folder.getFileName().toString().replaceAll("\\W", ""));
  }

  private static Certificate written(Certificate made) throws Exception {
    StringBuilder chain = new StringBuilder();
    for (X509Certificate certificate : made.chain) {
      chain.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    Files.writeString(made.pem(), chain);
    Files.writeString(made.keyPem(), pem("PRIVATE KEY", made.key.getEncoded()));
    return made;
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
  }
}
