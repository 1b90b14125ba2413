package greeter.client.connect;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to connect to a target; each {@link #connect} is a channel with connections of its own.
 *
 * @param tls how TLS is spoken; empty: HTTP/2 in cleartext, by prior knowledge
 * @param authority in place of the target's host, for the ingress's routing and the certificate
 * @param loadBalancing gRPC's name of the policy over the target's addresses
 * @param metadata that every call carries
 */
public record Connector(
    Target target,
    Optional<Tls> tls,
    Optional<String> authority,
    String loadBalancing,
    Metadata metadata) {

  /** Whether each channel spreads its calls over connections to all addresses of the target. */
  public boolean isBalancing() {
    return !loadBalancing.equals("pick_first");
  }

  /**
   * A new channel, which nobody shares; it connects at its first call.
   *
   * @throws IllegalArgumentException if the authority cannot be used
   */
  public ManagedChannel connect() {
    return connect(builder -> {});
  }

  /**
   * As the other.
   *
   * @param settings are made before all others
   */
  public ManagedChannel connect(Consumer<ManagedChannelBuilder<?>> settings) {
    ChannelCredentials credentials =
        tls.map(Tls::credentials).orElseGet(InsecureChannelCredentials::create);
    ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(target.uri(), credentials);
    Loops.shared().use(0, target, builder);
    settings.accept(builder);
    builder.defaultLoadBalancingPolicy(loadBalancing);
    if (!metadata.keys().isEmpty()) {
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
    authority.ifPresent(builder::overrideAuthority);
    return builder.build();
  }
}
