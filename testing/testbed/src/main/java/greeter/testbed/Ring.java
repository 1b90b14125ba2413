package greeter.testbed;

import greeter.goodbye.GoodbyeServer;
import greeter.goodbye.Sayings;
import greeter.hello.HelloServer;
import greeter.server.GrpcServer;
import greeter.server.ServerConfig;
import io.grpc.BindableService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Real servers on this machine's loopback: as many hello pods as goodbye pods. */
public final class Ring implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("^serving \\S+ as \\S+ on port (\\d+)$");

  private final List<Pod> hello = new ArrayList<>();
  private final List<Pod> goodbye = new ArrayList<>();
  private final List<AutoCloseable> running = new ArrayList<>();

  private Ring() {}

  /** Servers in this process. */
  public static Ring inProcess(int podsEach) throws IOException {
    Ring ring = new Ring();
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    ring.fill(
        podsEach,
        pod -> ring.serve(pod, HelloServer.services(pod)),
        pod -> ring.serve(pod, GoodbyeServer.services(pod, Sayings.builtIn(), random)));
    return ring;
  }

  /**
   * Servers as processes of their jars.
   *
   * @param env beside port, address and name
   */
  public static Ring ofProcesses(int podsEach, Map<String, String> env) throws IOException {
    Ring ring = new Ring();
    ring.fill(
        podsEach,
        pod -> ring.launch(pod, "hello-server", env),
        pod -> ring.launch(pod, "goodbye-server", env));
    return ring;
  }

  public List<Pod> hello() {
    return List.copyOf(hello);
  }

  public List<Pod> goodbye() {
    return List.copyOf(goodbye);
  }

  /** The processes, where the servers are such. */
  public List<ChildProcess> processes() {
    return running.stream()
        .filter(ChildProcess.class::isInstance)
        .map(ChildProcess.class::cast)
        .toList();
  }

  /** Ends all of them, together: each may take its time to drain. */
  @Override
  public void close() {
    processes().forEach(ChildProcess::terminate);
    for (AutoCloseable each : running) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private interface Starter {
    String start(String pod) throws IOException;
  }

  private void fill(int podsEach, Starter startHello, Starter startGoodbye) throws IOException {
    try {
      for (int i = 1; i <= podsEach; i++) {
        hello.add(new Pod("hello-" + i, startHello.start("hello-" + i)));
        goodbye.add(new Pod("goodbye-" + i, startGoodbye.start("goodbye-" + i)));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private String serve(String pod, List<BindableService> services) throws IOException {
    GrpcServer server =
        GrpcServer.start(
            ServerConfig.from(
                Map.of("GRPC_PORT", "0", "GRPC_ADDRESS", "127.0.0.1", "POD_NAME", pod)),
            services);
    running.add(server);
    return "127.0.0.1:" + server.port();
  }

  private String launch(String pod, String module, Map<String, String> env) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Project.java(), "-Xmx64m", "-jar", Project.jar(module).toString());
    builder.environment().putAll(env);
    builder
        .environment()
        .putAll(Map.of("GRPC_PORT", "0", "GRPC_ADDRESS", "127.0.0.1", "POD_NAME", pod));
    ChildProcess child = ChildProcess.start(builder, SERVING);
    running.add(child);
    return "127.0.0.1:" + child.readyLine().group(1);
  }
}
