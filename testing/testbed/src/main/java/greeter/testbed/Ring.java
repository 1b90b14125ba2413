package greeter.testbed;

import greeter.goodbye.GoodbyeServer;
import greeter.goodbye.Sayings;
import greeter.hello.HelloServer;
import greeter.server.GrpcServer;
import greeter.server.ServerConfig;
import io.grpc.BindableService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Real servers on this machine's loopback: as many hello pods as goodbye pods. */
public final class Ring implements AutoCloseable {
  private static final Pattern SERVING = Pattern.compile("^serving \\S+ as \\S+ on port (\\d+)$");

  private final List<Pod> hello = new ArrayList<>();
  private final List<Pod> goodbye = new ArrayList<>();
  private final List<ChildProcess> processes = new ArrayList<>();
  private final List<GrpcServer> servers = new ArrayList<>();

  private Ring() {}

  /** Servers that run already, and end elsewhere: the same for both services. */
  public static Ring of(List<Pod> pods) {
    Ring ring = new Ring();
    ring.hello.addAll(pods);
    ring.goodbye.addAll(pods);
    return ring;
  }

  /** Servers in this process. */
  public static Ring inProcess(int podsEach) throws IOException {
    return inProcess(podsEach, Map.of());
  }

  /**
   * Servers in this process.
   *
   * @param env beside port, address and name
   */
  public static Ring inProcess(int podsEach, Map<String, String> env) throws IOException {
    return inProcess(1, podsEach, env);
  }

  /**
   * Servers in this process, whose names go on from others'.
   *
   * @param first the number in the names of the first, as 4 in {@code hello-4}
   */
  public static Ring inProcess(int first, int podsEach, Map<String, String> env)
      throws IOException {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    Ring ring = new Ring();
    try {
      for (int i = first; i < first + podsEach; i++) {
        String hello = "hello-" + i;
        String goodbye = "goodbye-" + i;
        ring.serve(hello, env, HelloServer.services(hello), ring.hello);
        ring.serve(
            goodbye, env, GoodbyeServer.services(goodbye, Sayings.builtIn(), random), ring.goodbye);
      }
      return ring;
    } catch (IOException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  /**
   * Servers as processes of their jars.
   *
   * @param env beside port, address and name
   */
  public static Ring ofProcesses(int podsEach, Map<String, String> env) throws IOException {
    return ofProcesses(1, podsEach, env);
  }

  /**
   * Servers as processes of their jars, whose names go on from others'.
   *
   * @param first the number in the names of the first, as 4 in {@code hello-4}
   */
  public static Ring ofProcesses(int first, int podsEach, Map<String, String> env)
      throws IOException {
    Ring ring = new Ring();
    try {
      // All are launched before one is waited for: together they are ready much sooner.
      for (String kind : List.of("hello", "goodbye")) {
        for (int i = first; i < first + podsEach; i++) {
          ring.processes.add(launch(kind + "-" + i, kind + "-server", env));
        }
      }
      for (int i = 0; i < podsEach; i++) {
        ring.hello.add(awaitPod("hello-" + (first + i), ring.processes.get(i)));
        ring.goodbye.add(awaitPod("goodbye-" + (first + i), ring.processes.get(podsEach + i)));
      }
      return ring;
    } catch (IOException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  public List<Pod> hello() {
    return List.copyOf(hello);
  }

  public List<Pod> goodbye() {
    return List.copyOf(goodbye);
  }

  /** The processes, those of hello first; none where the servers are in this process. */
  public List<ChildProcess> processes() {
    return List.copyOf(processes);
  }

  /** Ends all of them, together: each may take its time to drain. */
  @Override
  public void close() {
    servers.forEach(GrpcServer::close);
    processes.forEach(ChildProcess::terminate);
    processes.forEach(ChildProcess::close);
  }

  private void serve(
      String pod, Map<String, String> env, List<BindableService> services, List<Pod> pods)
      throws IOException {
    Map<String, String> all = new HashMap<>(env);
    all.putAll(place(pod));
    GrpcServer server = GrpcServer.start(ServerConfig.from(all), services);
    servers.add(server);
    pods.add(new Pod(pod, "127.0.0.1:" + server.port()));
  }

  private static ChildProcess launch(String pod, String module, Map<String, String> env)
      throws IOException {
    // Six or more of them share this machine for some seconds: they are to start soon.
    ProcessBuilder builder =
        new ProcessBuilder(
            Project.java(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            Project.jar(module).toString());
    builder.environment().putAll(env);
    builder.environment().putAll(place(pod));
    return ChildProcess.launch(builder, SERVING);
  }

  private static Map<String, String> place(String pod) {
    return Map.of("GRPC_PORT", "0", "GRPC_ADDRESS", "127.0.0.1", "POD_NAME", pod);
  }

  private static Pod awaitPod(String name, ChildProcess process) throws IOException {
    return new Pod(name, "127.0.0.1:" + process.awaitReady().group(1));
  }
}
