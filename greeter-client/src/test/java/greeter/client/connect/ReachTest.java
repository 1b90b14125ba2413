package greeter.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ReachTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Test
  void whyNot_somebodyListens_isEmpty() throws Exception {
    try (ServerSocket server = listen(50)) {
      assertThat(Reach.whyNot(target(server.getLocalPort()), LIMIT)).isEmpty();
    }
  }

  @Test
  void whyNot_nobodyListens_saysRefused() throws Exception {
    ServerSocket server = listen(50);
    int closed = server.getLocalPort();
    server.close();

    assertThat(Reach.whyNot(target(closed), LIMIT)).contains("Connection refused (127.0.0.1)");
  }

  @Test
  void whyNot_unknownHost_namesIt() throws Exception {
    assertThat(Reach.whyNot(Target.parse("greeter.invalid:80", 80), LIMIT))
        .contains("no such host: greeter.invalid");
  }

  @Test
  void whyNot_unixSocketThatIsNotThere_namesIt() throws Exception {
    assertThat(Reach.whyNot(Target.parse("unix:///nobody", 80), LIMIT))
        .contains("No such file or directory (/nobody)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:", "unix://"})
  void whyNot_unixSocketThatIsServed_isEmpty(String scheme, @TempDir Path folder) throws Exception {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));

      assertThat(Reach.whyNot(Target.parse(scheme + socket, 80), LIMIT)).isEmpty();
    }
  }

  @Test
  void whyNot_serverThatTakesNobody_keepsTheLimit() throws Exception {
    Duration limit = Duration.ofMillis(300);
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket server = listen(1)) {
      fill(server, queue);

      long start = System.nanoTime();
      assertThat(Reach.whyNot(target(server.getLocalPort()), limit))
          .contains("no TCP connection within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(limit, limit.plusSeconds(5));
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  /** Linux drops the SYN of whom the backlog has no room for, so that a connection hangs. */
  private static void fill(ServerSocket server, List<Socket> queue) throws IOException {
    while (true) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
  }

  private static ServerSocket listen(int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  private static Target target(int port) {
    return Target.parse("127.0.0.1:" + port, 80);
  }
}
