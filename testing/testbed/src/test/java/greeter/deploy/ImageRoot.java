package greeter.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's root file system, unpacked, whose programs run as a cluster would run them but without
 * a container runtime: as the image's user, in namespaces of their own, on a read-only root with a
 * /tmp of its own. The network is this machine's.
 */
record ImageRoot(Path folder, PushedImage image) {
  // Adding nosuid and nodev, since what the machine has mounted so cannot be mounted otherwise.
  private static final String ENTER =
      """
      set -e
      root=$1 hidden=$2
      shift 2
      mount --bind "$root" "$root"
      mount -t tmpfs tmpfs "$root/tmp"
      mount --rbind /proc "$root/proc"
      mount --rbind /dev "$root/dev"
      [ -z "$hidden" ] || mount --bind /dev/null "$root$hidden"
      mount -o remount,bind,ro,nosuid,nodev "$root"
      cd /
      exec env -i "$@"
      """;

  static ImageRoot unpack(Registry registry, PushedImage image, Path folder)
      throws IOException, InterruptedException {
    registry.unpack(image, Files.createDirectories(folder));
    return new ImageRoot(folder, image);
  }

  /** Whether this machine lets one change its root. */
  static boolean canRun() throws IOException, InterruptedException {
    List<String> mount = new ArrayList<>(namespaces("65532", "65532"));
    mount.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/tmp"));
    return Finished.run(new ProcessBuilder(mount)).exitCode() == 0;
  }

  /** What the image starts, with arguments and an environment of the caller's beside its own. */
  ProcessBuilder entryPoint(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(entryPoint());
    command.addAll(List.of(arguments));
    return process(Optional.empty(), environment, command);
  }

  /** A class of these tests, on the image's Java and its class path. */
  ProcessBuilder probe(Class<?> probe, Optional<String> hidden) throws IOException {
    String file = "/" + probe.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve("probe" + file);
    Files.createDirectories(copy.getParent());
    try (var bytes = probe.getResourceAsStream(file)) {
      Files.write(copy, bytes.readAllBytes());
    }
    List<String> command = new ArrayList<>(entryPoint());
    int classPath = command.indexOf("-cp") + 1;
    String argumentFile = command.get(classPath).substring(1);
    command.set(
        classPath, "/probe:" + Files.readString(folder.resolve("." + argumentFile)).strip());
    command.set(command.size() - 1, probe.getName());
    return process(hidden, Map.of(), command);
  }

  private List<String> entryPoint() {
    return image.config().at("config", "Entrypoint").texts();
  }

  private ProcessBuilder process(
      Optional<String> hidden, Map<String, String> environment, List<String> inside) {
    String[] user = image.config().at("config", "User").text().split(":");
    List<String> command = new ArrayList<>(namespaces(user[0], user[1]));
    command.addAll(List.of("sh", "-c", ENTER, "-", folder.toString(), hidden.orElse("")));
    command.addAll(image.config().at("config", "Env").texts());
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of("/usr/sbin/chroot", folder.toString()));
    command.addAll(inside);
    return new ProcessBuilder(command);
  }

  private static List<String> namespaces(String user, String group) {
    return List.of(
        "unshare", "--map-user=" + user, "--map-group=" + group, "--keep-caps", "--mount");
  }
}
