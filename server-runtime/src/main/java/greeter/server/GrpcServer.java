package greeter.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import greeter.api.Behavior;
import greeter.api.Wire;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A server that is serving: the application's services with health, reflection and identity around
 * them. It ends by {@link #drain}.
 */
public final class GrpcServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GrpcServer.class.getName());

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Server server;
  private final HealthStatusManager health;
  private final OffLoop offLoop;
  private final LoopWatch watch;
  private final Transport transport;
  private final Optional<FaultInjection> faults;
  private final Duration grace;

  private GrpcServer(
      Server server,
      HealthStatusManager health,
      OffLoop offLoop,
      LoopWatch watch,
      Transport transport,
      Optional<FaultInjection> faults,
      Duration grace) {
    this.server = server;
    this.health = health;
    this.offLoop = offLoop;
    this.watch = watch;
    this.transport = transport;
    this.faults = faults;
    this.grace = grace;
  }

  /**
   * Starts to serve, and says SERVING of the whole server and of each of its services.
   *
   * @throws IOException if the address cannot be listened on
   */
  public static GrpcServer start(ServerConfig config, List<? extends BindableService> services)
      throws IOException {
    Optional<FaultInjection> faults =
        config.faultInjection()
            ? Optional.of(
                new FaultInjection(config.pod(), Behavior.LONGEST_SECONDS, Duration.ofSeconds(1)))
            : Optional.empty();
    return start(config, services, faults);
  }

  static GrpcServer start(
      ServerConfig config,
      List<? extends BindableService> services,
      Optional<FaultInjection> faults)
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    OffLoop offLoop = new OffLoop(blockingMethods(services));
    LoopWatch watch = LoopWatch.start(GrpcServer::logHeldLoop);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(config.listen())
            .directExecutor()
            // The last one is the first to see a call, so each answer passes Identity.
            .intercept(new CallGuard())
            .intercept(watch);
    Transport transport = new Transport();
    transport.carry(builder);
    faults.ifPresent(
        injected -> builder.callExecutor(injected).intercept(injected).intercept(new Sightings()));
    builder
        .intercept(new Identity(config.pod()))
        .fallbackHandlerRegistry(new UnknownMethods())
        .maxInboundMessageSize(config.maxMessageBytes())
        .maxInboundMetadataSize(config.maxMetadataBytes())
        .permitKeepAliveWithoutCalls(true)
        .permitKeepAliveTime(config.permitKeepAlive().toMillis(), MILLISECONDS)
        .addService(offLoop.around(health.getHealthService()))
        .addService(offLoop.around(ProtoReflectionServiceV1.newInstance()))
        .addService(offLoop.around(reflectionV1alpha()));
    config
        .maxConnectionAge()
        .ifPresent(
            age ->
                builder
                    .maxConnectionAge(age.toMillis(), MILLISECONDS)
                    .maxConnectionAgeGrace(config.grace().toMillis(), MILLISECONDS));
    services.forEach(service -> builder.addService(offLoop.around(service)));
    Server server;
    try {
      server = builder.build().start();
    } catch (IOException e) {
      transport.close();
      watch.close();
      offLoop.close();
      faults.ifPresent(FaultInjection::close);
      throw e;
    }
    services.forEach(
        service ->
            health.setStatus(
                service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING));
    return new GrpcServer(server, health, offLoop, watch, transport, faults, config.grace());
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Ends the server without losing a call: NOT_SERVING, {@code settle}, GOAWAY, grace, cut.
   *
   * @param settle how long to serve on after NOT_SERVING, until nobody sends new calls here
   * @param steps is told each step as it begins
   */
  public void drain(Duration settle, Consumer<String> steps) throws InterruptedException {
    steps.accept("NOT_SERVING, serving on for " + seconds(settle));
    health.enterTerminalState();
    Thread.sleep(settle.toMillis());
    steps.accept("GOAWAY, calls in flight may take " + seconds(grace));
    server.shutdown();
    steps.accept(
        server.awaitTermination(grace.toMillis(), MILLISECONDS)
            ? "done, no call was cut"
            : "grace is over, calls in flight are cut");
    close();
  }

  /** Ends the server at once; calls in flight are cut, and their callers told. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      // What tells them is sent by the event loops.
      var unused = server.awaitTermination(LAST_WORDS.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
    watch.close();
    offLoop.close();
    faults.ifPresent(FaultInjection::close);
  }

  @SuppressWarnings("deprecation") // by v1, which many clients do not know yet
  private static BindableService reflectionV1alpha() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }

  private static Set<MethodDescriptor<?, ?>> blockingMethods(
      List<? extends BindableService> services) {
    Set<MethodDescriptor<?, ?>> methods = new HashSet<>();
    // The first request walks all the descriptors and keeps them, under a lock.
    methods.add(ServerReflectionGrpc.getServerReflectionInfoMethod());
    methods.add(io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod());
    for (BindableService service : services) {
      if (service instanceof BlockingMethods blocking) {
        methods.addAll(blocking.blockingMethods());
      }
    }
    return methods;
  }

  private static void logHeldLoop(LoopWatch.Held held) {
    Throwable where = new Throwable("where it is now");
    where.setStackTrace(held.stack().toArray(StackTraceElement[]::new));
    LOG.log(
        Level.WARNING,
        where,
        () ->
            "%s holds its event loop, for %d ms so far"
                .formatted(Wire.printable(held.method()), held.atLeast().toMillis()));
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
