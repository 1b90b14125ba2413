package greeter.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A network of its own for one program, and the one cable that leads there. Linux gives that to
 * root alone.
 */
final class Cable implements AutoCloseable {
  // Addresses that are nobody's (RFC 5737).
  private static final String NEAR = "198.51.100.1";
  private static final String FAR = "198.51.100.2";
  private static final int PORT = 8080;

  private final String space = "cable-" + ProcessHandle.current().pid();
  private final String nearEnd = "n" + ProcessHandle.current().pid();
  private final String farEnd = "f" + ProcessHandle.current().pid();

  private Cable() {}

  /** Lays it; where that is not allowed, the test that asked for it is not run. */
  static Cable lay() {
    Cable cable = new Cable();
    boolean made = ip("netns", "add", cable.space);
    boolean entered = made && ip("-n", cable.space, "link", "set", "lo", "up");
    if (made && !entered) {
      cable.close();
    }
    assumeTrue(
        entered,
        "network namespaces cannot be made and entered: it takes root on Linux, in no chroot");
    must("link", "add", cable.nearEnd, "type", "veth", "peer", "name", cable.farEnd);
    must("link", "set", cable.farEnd, "netns", cable.space);
    must("address", "add", NEAR + "/30", "dev", cable.nearEnd);
    must("link", "set", cable.nearEnd, "up");
    must("-n", cable.space, "address", "add", FAR + "/30", "dev", cable.farEnd);
    must("-n", cable.space, "link", "set", cable.farEnd, "up");
    return cable;
  }

  /** This end's address. */
  String near() {
    return NEAR;
  }

  /** HOST:PORT at the other end. */
  String far() {
    return FAR + ":" + PORT;
  }

  /** The same nginx, to be run at the other end. */
  NginxProgram atItsFarEnd(NginxProgram program, Path folder) throws IOException {
    Path script = folder.resolve("nginx-afar");
    Files.writeString(
        script, "#!/bin/sh\nexec ip netns exec %s %s \"$@\"\n".formatted(space, program.path()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new NginxProgram(script, program.version());
  }

  /** Nothing gets through any more. */
  void cut() {
    must("-n", space, "link", "set", farEnd, "down");
  }

  @Override
  public void close() {
    must("netns", "delete", space); // the cable's end goes with it, and so the cable
  }

  private static void must(String... arguments) {
    if (!ip(arguments)) {
      throw new IllegalStateException("failed: ip " + String.join(" ", arguments));
    }
  }

  private static boolean ip(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Command.run(Path.of("."), command).isPresent();
  }
}
