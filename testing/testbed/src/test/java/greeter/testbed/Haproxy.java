package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * HAProxy before a ring, whose pods come and go by its commands: it needs no reload for that, as a
 * controller in a cluster needs none.
 */
final class Haproxy implements Ingress {
  /** Of a server that gets no calls yet: its pod may have the name of another's. */
  private static final String IDLE = "idle-";

  private final Ingress running;
  private final Path socket;

  private Haproxy(Ingress running, Path socket) {
    this.running = running;
    this.socket = socket;
  }

  /**
   * Starts it.
   *
   * @param ring three pods of each kind
   * @param more that get no calls yet
   */
  static Haproxy start(Ring ring, Ring more, Path folder) throws IOException {
    Path socket = folder.resolve("admin.sock").toAbsolutePath();
    String configuration =
        RealProxy.HAPROXY
            .configuration("recommended")
            .replace("global\n", "global\n  stats socket " + socket + " level admin\n")
            .replace("backend hello-grpc\n", "backend hello-grpc\n" + idle(more.hello()))
            .replace("backend goodbye-grpc\n", "backend goodbye-grpc\n" + idle(more.goodbye()));
    return new Haproxy(RealProxy.HAPROXY.start(configuration, ring, folder), socket);
  }

  private static String idle(List<Pod> pods) {
    return pods.stream()
        .map(
            pod ->
                "  server %s%s %s proto h2 disabled\n".formatted(IDLE, pod.name(), pod.address()))
        .collect(Collectors.joining());
  }

  /** From now on it gets calls; one of those that got none. */
  void add(Pod pod) throws IOException {
    command("set server %s/%s%s state ready".formatted(backend(pod), IDLE, pod.name()));
  }

  /** From now on it gets no calls; those on their way go on. One of those that were in its ring. */
  void remove(Pod pod) throws IOException {
    command("set server %s/%s state drain".formatted(backend(pod), pod.name()));
  }

  private static String backend(Pod pod) {
    return pod.name().substring(0, pod.name().indexOf('-')) + "-grpc";
  }

  private void command(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(1_000);
      while (channel.read(answer) >= 0) {
        // until it has said all
      }
      String text = new String(answer.array(), 0, answer.position(), UTF_8).strip();
      if (!text.isEmpty()) {
        throw new IOException(command + ": " + text);
      }
    }
  }

  @Override
  public String address() {
    return running.address();
  }

  @Override
  public void close() {
    running.close();
  }
}
