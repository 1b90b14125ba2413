package greeter.client.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468). The message of each IOException is what was expected of the file. */
public final class Pem {
  private static final String READABLE = "a readable PEM file";
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private Pem() {}

  /** The certificates in a file, one at least. */
  public static List<X509Certificate> certificates(File file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new IOException(READABLE);
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException(READABLE, e);
    }
  }

  /**
   * The private key in a file.
   *
   * @param algorithm of the public key that it belongs to, since PKCS#8 is read by algorithm
   */
  static PrivateKey key(File file, String algorithm) throws IOException {
    String text = new String(bytes(file), ISO_8859_1);
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new IOException(
          text.contains("PRIVATE KEY-----") ? unprotected(file) : READABLE + " with a private key");
    }
    if (!matcher.group(1).equals("PRIVATE KEY")) {
      throw new IOException(unprotected(file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the private key of the certificate in --cert", e);
    }
  }

  /** Java reads no other form, and asks for no password. */
  private static String unprotected(File file) {
    return "an unencrypted key in PKCS#8: openssl pkcs8 -topk8 -nodes -in " + file + " makes one";
  }

  private static byte[] bytes(File file) throws IOException {
    try {
      return Files.readAllBytes(file.toPath());
    } catch (IOException e) {
      throw new IOException(READABLE, e);
    }
  }
}
