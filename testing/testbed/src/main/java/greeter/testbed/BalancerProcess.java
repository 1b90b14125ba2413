package greeter.testbed;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** {@link Balancer} as a process, which outlives the one that started it. */
final class BalancerProcess implements Ingress {
  private static final Pattern READY = Pattern.compile("^balancing at (\\S+)$");

  private final ChildProcess process;

  private BalancerProcess(ChildProcess process) {
    this.process = process;
  }

  static BalancerProcess start(Ring ring, OptionalInt port) throws IOException {
    return new BalancerProcess(
        ChildProcess.start(
            new ProcessBuilder(
                Project.java(),
                "-Xmx64m",
                "-cp",
                Project.jar("testing/testbed").toString(),
                BalancerProcess.class.getName(),
                Integer.toString(port.orElse(0)),
                addresses(ring.hello()),
                addresses(ring.goodbye())),
            READY));
  }

  @Override
  public String address() {
    return process.readyLine().group(1);
  }

  @Override
  public void close() {
    process.close();
  }

  private static String addresses(List<Pod> pods) {
    return String.join(",", pods.stream().map(Pod::address).toList());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Balancer balancer =
        Balancer.start(
            Fault.NONE,
            Map.of(
                "helloworld.Hello", List.of(args[1].split(",")),
                "helloworld.Goodbye", List.of(args[2].split(","))),
            Integer.parseInt(args[0]));
    System.out.println("balancing at " + balancer.address());
    Thread.currentThread().join(); // until a signal ends the process
  }
}
