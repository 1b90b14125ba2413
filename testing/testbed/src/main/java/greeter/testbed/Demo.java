package greeter.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final int CALLS = 3;

  private Demo() {}

  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(DemoOptions.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      exitCode = 2;
    } catch (IOException | IllegalStateException e) {
      System.err.println("demo: " + e.getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      exitCode = 130;
    }
    System.exit(exitCode);
  }

  private static int run(DemoOptions options) throws IOException, InterruptedException {
    Optional<NginxProgram> nginx = nginx();
    // No endpoint has to be removed first, and somebody waits for the end.
    Ring ring = Ring.ofProcesses(PODS_EACH, Map.of("GREETER_SETTLE", "0s"));
    ring.processes().forEach(pod -> System.out.println(pod.readyLine().group()));
    Ingress ingress =
        nginx.isPresent()
            ? Nginx.start(nginx.get(), ring, Project.root().resolve("target/demo"), options.port())
            : BalancerProcess.start(ring, options.port());
    System.out.println("the ingress listens at " + ingress.address());
    int exitCode = callAsUser(ingress.address());
    if (options.keep()) {
      List<String> pids = Children.releaseAll().stream().map(String::valueOf).toList();
      System.out.println("left running at " + ingress.address() + "; this ends it:");
      System.out.println("  kill " + String.join(" ", pids));
    }
    return exitCode;
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
    return Math.max(worst, client("spread", address, "--expect-pods", Integer.toString(PODS_EACH)));
  }

  private static int client(String... args) throws IOException, InterruptedException {
    Path jar = Project.jar("greeter-client");
    System.out.println();
    System.out.println(
        "$ java -jar " + Project.root().relativize(jar) + " " + String.join(" ", args));
    List<String> command = new ArrayList<>(List.of(Project.java(), "-jar", jar.toString()));
    command.addAll(List.of(args));
    return Children.add(new ProcessBuilder(command).inheritIO().start()).waitFor();
  }
}
