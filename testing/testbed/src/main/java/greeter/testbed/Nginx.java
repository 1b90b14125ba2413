package greeter.testbed;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** nginx with {@code deploy/local/nginx.conf}, as a process on this machine's loopback. */
public final class Nginx implements Ingress {
  private static final Pattern READY = Pattern.compile("start worker process ");

  private final String address;
  private final Path folder;
  private final ChildProcess process;

  private Nginx(String address, Path folder, ChildProcess process) {
    this.address = address;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts it before a ring.
   *
   * @param folder for its files; made if it is not there
   * @param port empty: a free one
   * @throws IOException if it does not start; the message is what it printed
   */
  public static Nginx start(NginxProgram program, Ring ring, Path folder, OptionalInt port)
      throws IOException {
    return start(program, ring, folder, port, conf());
  }

  /** The config that all of them run with. */
  public static String conf() throws IOException {
    return Files.readString(Project.root().resolve("deploy/local/nginx.conf"));
  }

  /** As the other, with a config of the caller's. */
  public static Nginx start(
      NginxProgram program, Ring ring, Path folder, OptionalInt port, String conf)
      throws IOException {
    Files.createDirectories(folder);
    writePods(folder, ring.hello(), ring.goodbye());
    if (port.isPresent()) {
      return start(program, ring, folder, "127.0.0.1:" + port.getAsInt(), conf);
    }
    return FreePort.start(address -> start(program, ring, folder, address, conf));
  }

  @Override
  public String address() {
    return address;
  }

  /** Reads its configuration anew, as {@code nginx -s reload}: SIGHUP. */
  void reload() throws IOException {
    if (Command.run(Path.of("."), "sh", "-c", "kill -HUP " + process.pid()).isEmpty()) {
      throw new IOException("nginx cannot be told to reload");
    }
  }

  /** Has new calls answered by these pods, by a reload; calls under way stay where they are. */
  void serve(List<Pod> hello, List<Pod> goodbye) throws IOException {
    writePods(folder, hello, goodbye);
    reload();
  }

  /** What it has written so far. */
  List<String> log() {
    return process.lines();
  }

  /** Ends it, its workers too, without a chance to say goodbye: SIGKILL. */
  void kill() {
    List<ProcessHandle> workers =
        ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::children).toList();
    process.kill();
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    process.close();
  }

  private static Nginx start(
      NginxProgram program, Ring ring, Path folder, String address, String conf)
      throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, Placeholders.fill(conf, address, ring, file));
    Files.writeString(folder.resolve("listen.conf"), program.listen(address));
    return new Nginx(address, folder, run(program, folder));
  }

  private static ChildProcess run(NginxProgram program, Path folder) throws IOException {
    return ChildProcess.start(
        new ProcessBuilder(
            program.path().toString(),
            "-p",
            folder.toAbsolutePath() + "/",
            "-c",
            "nginx.conf",
            "-e",
            "stderr"),
        READY);
  }

  private static void writePods(Path folder, List<Pod> hello, List<Pod> goodbye)
      throws IOException {
    Files.writeString(folder.resolve("hello-pods.conf"), servers(hello));
    Files.writeString(folder.resolve("goodbye-pods.conf"), servers(goodbye));
  }

  private static String servers(List<Pod> pods) {
    return pods.stream().map(pod -> "server " + pod.address() + ";\n").collect(joining());
  }
}
