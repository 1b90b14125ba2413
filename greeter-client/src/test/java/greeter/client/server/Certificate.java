package greeter.client.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate with its key, made by the keytool of the JDK that runs the test.
 *
 * @param folder of its own
 * @param chain its own certificate, and those above it
 */
public record Certificate(Path folder, List<X509Certificate> chain, PrivateKey key) {
  private static final String PASSWORD = "password";
  private static final String KEYS = "keys.p12";

  /**
   * One that signs itself, and may sign others.
   *
   * @param folder that is there
   * @param names as {@code dns:localhost,ip:127.0.0.1}
   */
  public static Certificate create(Path folder, String names) throws Exception {
    generateKeys(folder, "EC");
    return load(folder, sign(folder, folder, names, "+0d", 30, "bc=ca:true"), List.of());
  }

  /** One that this one signs. */
  public Certificate signs(String name, String names) throws Exception {
    return signs(name, names, "EC");
  }

  /** One that this one signs, with a key of that algorithm. */
  public Certificate signs(String name, String names, String algorithm) throws Exception {
    return signs(name, names, algorithm, "+0d", 30);
  }

  /**
   * One that this one signs.
   *
   * @param name of its folder
   * @param from as keytool's -startdate, as {@code -40d}
   * @param days that it is valid for
   */
  public Certificate signs(String name, String names, String from, int days) throws Exception {
    return signs(name, names, "EC", from, days);
  }

  private Certificate signs(String name, String names, String algorithm, String from, int days)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    generateKeys(own, algorithm);
    return load(own, sign(own, folder, names, from, days, "bc=ca:false"), chain);
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

  private static void generateKeys(Path folder, String algorithm) throws Exception {
    keytool(
        folder,
        "-genkeypair",
        "-alias",
        "it",
        "-keyalg",
        algorithm,
        "-dname",
        "CN=" + folder.getFileName().toString().replaceAll("\\W", ""));
  }

  private static X509Certificate sign(
      Path folder, Path signer, String names, String from, int days, String constraints)
      throws Exception {
    String request = folder.resolve("request.pem").toString();
    Path signed = folder.resolve("signed.pem");
    keytool(folder, "-certreq", "-alias", "it", "-file", request);
    List<String> args = new ArrayList<>();
    args.addAll(List.of("-gencert", "-alias", "it", "-infile", request, "-rfc"));
    args.addAll(List.of("-outfile", signed.toString(), "-ext", constraints));
    args.addAll(List.of("-startdate", from, "-validity", Integer.toString(days)));
    if (!names.isEmpty()) {
      args.addAll(List.of("-ext", "san=" + names));
    }
    keytool(signer, args.toArray(new String[0]));
    try (InputStream in = Files.newInputStream(signed)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static Certificate load(Path folder, X509Certificate own, List<X509Certificate> above)
      throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(KEYS))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Certificate made =
        new Certificate(
            folder,
            Stream.concat(Stream.of(own), above.stream()).toList(),
            (PrivateKey) keys.getKey("it", PASSWORD.toCharArray()));
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

  private static void keytool(Path folder, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(args));
    command.addAll(List.of("-keystore", folder.resolve(KEYS).toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", command).isZero();
  }
}
