package greeter.client.server;

import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.GoodbyeRequest;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A real server on loopback, and what it saw of its clients. */
public final class GreetingServer implements AutoCloseable {
  private final List<Metadata> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorities = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Semaphore ended = new Semaphore(0);
  private final Server server;
  private final int port;

  private GreetingServer(
      ServerCredentials credentials,
      Supplier<String> pod,
      Consumer<NettyServerBuilder> settings,
      BindableService[] s) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
            // Calls are handled in the order in which they arrive.
            .directExecutor()
            .intercept(new Naming(Wire.HOSTNAME, pod))
            .intercept(new Noting())
            .addTransportFilter(
                new ServerTransportFilter() {
                  @Override
                  public Attributes transportReady(Attributes attributes) {
                    connections.incrementAndGet();
                    return attributes;
                  }

                  @Override
                  public void transportTerminated(Attributes attributes) {
                    ended.release();
                  }
                });
    for (BindableService service : s) {
      builder.addService(service);
    }
    settings.accept(builder);
    try {
      server = builder.build().start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its answers carry no pod's name as metadata, as those of 2018. */
  public static GreetingServer unnamed(BindableService... services) {
    return new GreetingServer(
        InsecureServerCredentials.create(), () -> null, settings -> {}, services);
  }

  /** Each answer carries the pod that {@code pod} says. */
  public static GreetingServer named(Supplier<String> pod, BindableService... services) {
    return new GreetingServer(InsecureServerCredentials.create(), pod, settings -> {}, services);
  }

  /** One pod, with settings of the transport's. */
  public static GreetingServer set(
      Consumer<NettyServerBuilder> settings, BindableService... services) {
    return new GreetingServer(InsecureServerCredentials.create(), () -> "pod", settings, services);
  }

  public static GreetingServer withTls(ServerCredentials credentials, BindableService... services) {
    return new GreetingServer(credentials, () -> "tls-pod", settings -> {}, services);
  }

  /** Both services, each answering as the pods do. */
  public static BindableService[] both(String pod) {
    return new BindableService[] {
      hello(request -> Wire.helloText(request.getName(), request.getAge(), pod)),
      goodbye(request -> Wire.goodbyeText(request.getName(), pod, "So it goes."))
    };
  }

  /** A service whose text, or failure, is what the function gives, or throws. */
  public static BindableService hello(Function<HelloRequest, String> text) {
    return new HelloGrpc.HelloImplBase() {
      @Override
      public void sayHello(HelloRequest request, StreamObserver<HelloReply> out) {
        answer(() -> HelloReply.newBuilder().setMessage(text.apply(request)).build(), out);
      }
    };
  }

  public static BindableService goodbye(Function<GoodbyeRequest, String> text) {
    return new GoodbyeGrpc.GoodbyeImplBase() {
      @Override
      public void sayGoodbye(GoodbyeRequest request, StreamObserver<GoodbyeReply> out) {
        answer(() -> GoodbyeReply.newBuilder().setMessage(text.apply(request)).build(), out);
      }
    };
  }

  /** Pods in turn. */
  public static Supplier<String> rotation(String... pods) {
    AtomicInteger next = new AtomicInteger();
    return () -> pods[next.getAndIncrement() % pods.length];
  }

  public int port() {
    return port;
  }

  /** The way to it, in cleartext. */
  public Connector connector() {
    return new Connector(
        Target.parse(target(), 80),
        Optional.empty(),
        Optional.empty(),
        "pick_first",
        new Metadata());
  }

  public String target() {
    return "127.0.0.1:" + port();
  }

  public int connections() {
    return connections.get();
  }

  /** Whether so many connections have ended, now or soon. */
  public boolean seesEnd(int connections) throws InterruptedException {
    return ended.tryAcquire(connections, 20, TimeUnit.SECONDS);
  }

  public List<Metadata> requests() {
    return requests;
  }

  public List<String> authorities() {
    return authorities;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static <A> void answer(Supplier<A> reply, StreamObserver<A> out) {
    try {
      out.onNext(reply.get());
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      out.onError(e);
    }
  }

  private final class Noting implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      requests.add(headers);
      authorities.add(String.valueOf(call.getAuthority()));
      return next.startCall(call, headers);
    }
  }
}
