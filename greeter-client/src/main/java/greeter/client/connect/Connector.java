package greeter.client.connect;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/**
 * How to connect to a target; each {@link #connect} is a channel with connections of its own.
 *
 * @param credentials cleartext, or TLS
 * @param authority in place of the target's host, for the ingress's routing and the certificate
 * @param loadBalancing gRPC's name of the policy over the target's addresses
 * @param metadata that every call carries
 */
public record Connector(
    Target target,
    ChannelCredentials credentials,
    Optional<String> authority,
    String loadBalancing,
    Metadata metadata) {

  /** Cleartext HTTP/2, by prior knowledge. */
  public static ChannelCredentials plaintext() {
    return InsecureChannelCredentials.create();
  }

  /**
   * TLS.
   *
   * @param authorities PEM file of the authorities to trust; empty: those that Java trusts
   * @throws IOException if the file cannot be read, or holds no certificate
   */
  public static ChannelCredentials tls(Optional<File> authorities) throws IOException {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (authorities.isPresent()) {
      byte[] pem = Files.readAllBytes(authorities.get().toPath());
      checkCertificates(pem);
      builder.trustManager(new ByteArrayInputStream(pem));
    }
    return builder.build();
  }

  /** The channel finds out too, but only when it is built, and says so less clearly. */
  private static void checkCertificates(byte[] pem) throws IOException {
    try {
      if (CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .isEmpty()) {
        throw new IOException("no certificate in it");
      }
    } catch (CertificateException e) {
      throw new IOException(e);
    }
  }

  /**
   * A new channel, which nobody shares; it connects at its first call.
   *
   * @throws IllegalArgumentException if the authority cannot be used
   */
  public ManagedChannel connect() {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(target.uri(), credentials)
            .defaultLoadBalancingPolicy(loadBalancing)
            .intercept(MetadataUtils.newAttachHeadersInterceptor(metadata));
    authority.ifPresent(builder::overrideAuthority);
    return builder.build();
  }
}
