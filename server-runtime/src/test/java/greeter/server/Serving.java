package greeter.server;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server on a port of its own, and a real channel to it. */
public final class Serving implements AutoCloseable {
  /** The server's pod. */
  public static final String POD = "pod-0";

  private final GrpcServer server;
  private final ManagedChannel channel;

  private Serving(GrpcServer server) {
    this.server = server;
    this.channel = channelTo(server.port());
  }

  /** A channel as any client has it, to a port of the loopback. */
  public static ManagedChannel channelTo(int port) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .usePlaintext()
        .build();
  }

  /** Serves with the settings that a laptop has, but on the loopback alone. */
  public static Serving start(List<? extends BindableService> services) throws IOException {
    return start(Map.of(), services);
  }

  /** Serves with some settings changed. */
  static Serving start(Map<String, String> changed, List<? extends BindableService> services)
      throws IOException {
    return new Serving(GrpcServer.start(config(changed), services));
  }

  static Serving start(ServerConfig config, List<? extends BindableService> services)
      throws IOException {
    return new Serving(GrpcServer.start(config, services));
  }

  /** Serves with faults other than those that the settings know. */
  static Serving start(
      Map<String, String> changed, FaultInjection faults, List<? extends BindableService> services)
      throws IOException {
    return new Serving(GrpcServer.start(config(changed), services, Optional.of(faults)));
  }

  static ServerConfig config(Map<String, String> changed) {
    Map<String, String> env = new HashMap<>();
    env.put("GRPC_ADDRESS", "127.0.0.1");
    env.put("GRPC_PORT", "0");
    env.put("POD_NAME", POD);
    env.putAll(changed);
    return ServerConfig.from(env);
  }

  GrpcServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  /** The channel, with no deadline and no retry policy. */
  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
