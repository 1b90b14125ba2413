package greeter.server;

import greeter.api.Wire;
import io.grpc.BindableService;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The life of a server process, from its environment to its exit code: 0 after a drain, 1 if it
 * cannot listen, 2 for a setting or an argument that cannot be used.
 */
public final class ServerMain {
  /** Makes the services of one program. */
  @FunctionalInterface
  public interface Services {
    /**
     * The services, ready to serve.
     *
     * @throws BadSetting if a setting of the program's own cannot be used
     */
    List<? extends BindableService> of(ServerConfig config, Map<String, String> env);
  }

  /** Kept, since a logger that nobody holds loses its level. */
  private static final Logger TRANSPORT_LOG =
      Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  private final String program;
  private final List<Setting<?>> settings;
  private final Services services;

  /**
   * A program.
   *
   * @param own the settings that it has beside {@link ServerConfig#SETTINGS}
   */
  public ServerMain(String program, List<Setting<?>> own, Services services) {
    this.program = program;
    this.settings = new ArrayList<>(ServerConfig.SETTINGS);
    this.settings.addAll(own);
    this.services = services;
  }

  /** Serves until SIGTERM or SIGINT, and drains. Returns the exit code. */
  public int run(String[] args, Map<String, String> env, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (List.of(args).equals(List.of("--help"))) {
      out.print(help());
      return 0;
    }
    if (args.length > 0) {
      err.println(
          "argument: \"%s\" (expected: none; --help lists the environment that is read)"
              .formatted(Wire.printable(args[0])));
      return 2;
    }
    try {
      return serve(ServerConfig.from(env), env, out, err);
    } catch (BadSetting e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private int serve(ServerConfig config, Map<String, String> env, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (System.getProperty("java.util.logging.config.file") == null) {
      // It logs a stack trace, and what the client sent, for each request that it refuses.
      TRANSPORT_LOG.setLevel(Level.SEVERE);
    }
    List<? extends BindableService> served = services.of(config, env);
    Signals signals = Signals.catchFirst();
    GrpcServer server;
    try {
      server = GrpcServer.start(config, served);
    } catch (IOException e) {
      err.println("cannot listen on " + address(config) + ": " + rootMessage(e));
      return 1;
    }
    if (config.faultInjection()) {
      err.println(
          "GREETER_FAULT_INJECTION is true: whoever reaches this port can make calls fail and wait");
    }
    String names =
        served.stream()
            .map(service -> service.bindService().getServiceDescriptor().getName())
            .collect(Collectors.joining(", "));
    out.println("serving " + names + " as " + config.pod() + " on port " + server.port());
    Signals.Caught caught = signals.await();
    // On a laptop no endpoint has to be removed first.
    Duration settle = caught.onTerminal() ? Duration.ZERO : config.settle();
    server.drain(
        settle,
        step ->
            out.println(
                Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + caught.name() + ": " + step));
    return 0;
  }

  private String help() {
    StringBuilder help =
        new StringBuilder(
            """
            %s serves gRPC in cleartext HTTP/2 (h2c) until SIGTERM or Ctrl-C. It is told by its environment:

            """
                .formatted(program));
    for (Setting<?> setting : settings) {
      help.append(
          "  %s  %s%n      %s (default: %s)%n"
              .formatted(
                  setting.name(), setting.meaning(), setting.expected(), setting.fallback()));
    }
    return help.append("\nExit codes: 0 drained, 1 cannot listen, 2 bad setting.\n").toString();
  }

  private static String address(ServerConfig config) {
    return config.listen().getAddress().getHostAddress() + " port " + config.listen().getPort();
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
