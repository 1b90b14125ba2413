package greeter.testbed;

import static java.util.stream.Collectors.toMap;

import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A balancer of gRPC calls with a fault on demand, where a real proxy cannot be told to misbehave;
 * and a stand-in where there is none. It passes on calls of any service, without knowing their
 * messages.
 */
public final class Balancer implements Ingress {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final Server server;
  private final Collection<ManagedChannel> channels;

  private Balancer(Server server, Collection<ManagedChannel> channels) {
    this.server = server;
    this.channels = channels;
  }

  /**
   * Starts it on the loopback.
   *
   * @param podsByService addresses, HOST:PORT, of each service's pods
   * @param port 0 takes a free one
   */
  public static Balancer start(Fault fault, Map<String, List<String>> podsByService, int port)
      throws IOException {
    Picker picker = new Picker(fault, podsByService);
    Map<String, ManagedChannel> channels =
        podsByService.values().stream()
            .flatMap(List::stream)
            .distinct()
            .collect(
                toMap(
                    Function.identity(),
                    address ->
                        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                            .directExecutor()
                            .build()));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .directExecutor()
            .fallbackHandlerRegistry(new AnyMethod(picker, channels))
            .build()
            .start();
    return new Balancer(server, channels.values());
  }

  /** Starts it before a ring, on a free port. */
  public static Balancer start(Fault fault, Ring ring) throws IOException {
    return start(
        fault,
        Map.of(
            "helloworld.Hello", ring.hello().stream().map(Pod::address).toList(),
            "helloworld.Goodbye", ring.goodbye().stream().map(Pod::address).toList()),
        0);
  }

  @Override
  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private static final class AnyMethod extends HandlerRegistry {
    private final Picker picker;
    private final Map<String, ? extends Channel> channels;

    AnyMethod(Picker picker, Map<String, ? extends Channel> channels) {
      this.picker = picker;
      this.channels = channels;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.newBuilder(BYTES, BYTES)
              .setType(MethodType.UNKNOWN)
              .setFullMethodName(name)
              .build(),
          this::start);
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers) {
      return picker
          .pick(
              call.getMethodDescriptor().getServiceName(),
              call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
          .map(address -> Relay.start(call, headers, channels.get(address)))
          .orElseGet(
              () -> {
                call.close(
                    Status.UNIMPLEMENTED.withDescription("balancer: no such service"),
                    new Metadata());
                return new ServerCall.Listener<>() {};
              });
    }
  }
}
