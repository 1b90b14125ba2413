package greeter.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, which Kubernetes makes the name of the pod. */
final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String get() {
    try {
      // InetAddress would ask the resolver for the name's address too, and wait where none answers.
      return Files.exists(LINUX)
          ? Files.readString(LINUX).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      throw new BadSetting("POD_NAME", "", "a name, since the host name cannot be read");
    }
  }
}
