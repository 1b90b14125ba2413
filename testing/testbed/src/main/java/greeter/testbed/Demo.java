package greeter.testbed;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The main job on one machine: three hello and three goodbye servers, nginx before them, and the
 * client that calls them as a user would. {@code deploy/local/demo} starts it. However it ends, its
 * {@link Children} end with it.
 */
public final class Demo {
  private static final int PODS_EACH = 3;
  private static final String PODS = Integer.toString(PODS_EACH);
  private static final int CALLS = 3;
  private static final int INTERRUPTED = 130;

  private Demo() {}

  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(DemoOptions.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      exitCode = 2;
    } catch (IOException | IllegalStateException e) {
      if (!Children.ending()) {
        System.err.println("demo: " + e.getMessage());
      }
      exitCode = 1;
    } catch (InterruptedException e) {
      exitCode = INTERRUPTED;
    }
    System.exit(exitCode);
  }

  private static int run(DemoOptions options) throws IOException, InterruptedException {
    if (options.port().isPresent()) {
      checkFree(options.port().getAsInt());
    }
    Optional<NginxProgram> nginx = nginx();
    // No endpoint has to be removed first, and somebody waits for the end. Nobody from outside
    // reaches the loopback, and without faults half of what a proxy does cannot be seen.
    Ring ring =
        Ring.ofProcesses(
            PODS_EACH, Map.of("GREETER_SETTLE", "0s", "GREETER_FAULT_INJECTION", "true"));
    ring.processes().forEach(pod -> System.out.println(pod.readyLine().group()));
    Ingress ingress =
        nginx.isPresent()
            ? Nginx.start(nginx.get(), ring, folder(), options.port())
            : BalancerProcess.start(ring, options.port());
    System.out.println("the ingress listens at " + ingress.address());
    int exitCode = callAsUser(ingress.address());
    if (nginx.isPresent()) {
      System.out.println();
      System.out.println(
          "the servers have fault injection on, for all checks to run: EXPOSED warns of it");
      exitCode = Math.max(exitCode, client("check", ingress.address(), "--expect-pods", PODS));
    } else {
      System.out.println();
      System.out.println(
          "check is not run: it would judge the balancer, which stands in for nginx");
    }
    if (options.keep() && !Children.ending()) {
      List<String> pids = Children.releaseAll().stream().map(String::valueOf).toList();
      System.out.println("left running at " + ingress.address() + "; this ends it:");
      System.out.println("  kill " + String.join(" ", pids));
    }
    return exitCode == 0 ? 0 : 1;
  }

  /** Before anything is started: nginx itself would try for seconds, and say it in ten lines. */
  private static void checkFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // as nginx does: connections that end do not count
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException e) {
      throw new IOException("--port: " + port + " cannot be had: " + e.getMessage(), e);
    }
  }

  /** A folder for this run: another one may be kept running. */
  private static Path folder() {
    return Project.root().resolve("target/demo/" + ProcessHandle.current().pid());
  }

  private static Optional<NginxProgram> nginx() {
    try {
      NginxProgram program = NginxProgram.find();
      System.out.println("the ingress is nginx " + program.version() + ", " + program.path());
      return Optional.of(program);
    } catch (IOException e) {
      System.out.println("the ingress is a balancer of our own, not nginx: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static int callAsUser(String address) throws IOException, InterruptedException {
    int worst = 0;
    for (int i = 0; i < CALLS; i++) {
      // Longer than the default second: fresh servers on a busy machine may take it.
      worst = Math.max(worst, client("--deadline", "5s", address, "Ann", "30"));
    }
    return Math.max(worst, client("spread", address, "--expect-pods", PODS));
  }

  private static int client(String... args) throws IOException, InterruptedException {
    if (Children.ending()) {
      throw new InterruptedException();
    }
    System.out.println();
    int exitCode = Launcher.start(List.of(args)).waitFor();
    if (exitCode == INTERRUPTED) {
      // Ctrl-C on the terminal was for both; this process may not have seen to it yet.
      throw new InterruptedException();
    }
    return exitCode;
  }
}
