package greeter.client.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/**
 * Signs certificates (RFC 5280, section 4.1) in this process: the JDK's way is keytool, a process
 * of half a second, and three of them for a certificate.
 *
 * @param key of type EC
 */
record Issuer(X500Principal name, PrivateKey key) {
  private static final byte[] VERSION_3 = hex("a003020102");
  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");
  private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
  private static final byte[] IS_AUTHORITY = hex("30030101ff");

  /** An issuer gives no number twice. */
  private static final AtomicLong SERIAL = new AtomicLong();

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int EXTENSIONS = 0xa3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * A certificate.
   *
   * @param names as {@code dns:localhost,ip:127.0.0.1}; may be empty
   * @param isAuthority whether it may sign others
   */
  X509Certificate sign(
      X500Principal subject,
      PublicKey subjectKey,
      String names,
      Instant from,
      Duration validity,
      boolean isAuthority)
      throws Exception {
    byte[] signed =
        der(
            SEQUENCE,
            VERSION_3,
            der(INTEGER, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
            ECDSA_WITH_SHA256,
            name.getEncoded(),
            der(SEQUENCE, time(from), time(from.plus(validity))),
            subject.getEncoded(),
            subjectKey.getEncoded(),
            der(EXTENSIONS, der(SEQUENCE, constraints(isAuthority), alternatives(names))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(signed);
    byte[] certificate =
        der(SEQUENCE, signed, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] constraints(boolean isAuthority) {
    return der(
        SEQUENCE, BASIC_CONSTRAINTS, der(OCTET_STRING, isAuthority ? IS_AUTHORITY : der(SEQUENCE)));
  }

  private static byte[] alternatives(String names) throws UnknownHostException {
    if (names.isEmpty()) {
      return new byte[0];
    }
    ByteArrayOutputStream alternatives = new ByteArrayOutputStream();
    for (String each : names.split(",", -1)) {
      String value = each.substring(each.indexOf(':') + 1);
      alternatives.writeBytes(
          each.startsWith("ip:")
              ? der(IP_ADDRESS, InetAddress.getByName(value).getAddress())
              : der(DNS_NAME, value.getBytes(US_ASCII)));
    }
    return der(
        SEQUENCE,
        SUBJECT_ALTERNATIVE_NAME,
        der(OCTET_STRING, der(SEQUENCE, alternatives.toByteArray())));
  }

  private static byte[] time(Instant at) {
    return der(UTC_TIME, TIME.format(at).getBytes(US_ASCII));
  }

  /** A value in DER (X.690), of less than 64 KiB. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    int length = content.size();
    if (length > 0xff) {
      der.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
    } else if (length > 0x7f) {
      der.writeBytes(new byte[] {(byte) 0x81, (byte) length});
    } else {
      der.write(length);
    }
    der.writeBytes(content.toByteArray());
    return der.toByteArray();
  }

  private static byte[] hex(String der) {
    return HexFormat.of().parseHex(der);
  }
}
