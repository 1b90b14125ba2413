package greeter.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A rollout on one machine: {@code greeter-client load} calls through nginx while each of six pods
 * is replaced by a fresh one, as a Deployment does it. {@code deploy/local/rollout} starts it.
 */
final class Rollout {
  private static final int PODS_EACH = 3;
  private static final int SECONDS_BETWEEN = 5;
  private static final int SECONDS = SECONDS_BETWEEN * (2 * PODS_EACH + 1);
  private static final int WARM_UP = 2 * SECONDS_BETWEEN;

  private Rollout() {}

  /**
   * Runs it.
   *
   * @param args further options of load
   */
  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(List.of(args));
    } catch (IOException e) {
      System.err.println("rollout: " + e.getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      exitCode = 130;
    }
    System.exit(exitCode);
  }

  private static int run(List<String> options) throws IOException, InterruptedException {
    // They drain as shipped: for longer than nginx's workers of before a reload send calls to them.
    Map<String, String> env = Map.of();
    Path folder = Project.root().resolve("target/rollout/" + ProcessHandle.current().pid());
    NginxProgram program = NginxProgram.find();
    try (Ring old = Ring.ofProcesses(PODS_EACH, env);
        Ring fresh = Ring.ofProcesses(PODS_EACH + 1, PODS_EACH, env);
        Nginx nginx = Nginx.start(program, old, folder, OptionalInt.empty())) {
      Process load = load(nginx.address(), options);
      List<Pod> hello = new ArrayList<>(old.hello());
      List<Pod> goodbye = new ArrayList<>(old.goodbye());
      for (int i = 0; i < 2 * PODS_EACH; i++) {
        if (load.waitFor(SECONDS_BETWEEN + (i == 0 ? WARM_UP : 0), TimeUnit.SECONDS)) {
          return load.exitValue(); // its options were wrong, or Ctrl-C came
        }
        if (i < PODS_EACH) {
          hello.set(i, fresh.hello().get(i));
        } else {
          goodbye.set(i - PODS_EACH, fresh.goodbye().get(i - PODS_EACH));
        }
        nginx.serve(hello, goodbye);
        old.processes().get(i).terminate();
      }
      return load.waitFor();
    }
  }

  private static Process load(String address, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of("load", address, "--rate", "400"));
    command.addAll(
        List.of("--duration", SECONDS + "s", "--warmup", WARM_UP + "s", "--connections", "4"));
    command.addAll(options);
    return Launcher.start(command);
  }
}
