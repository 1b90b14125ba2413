package greeter.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** For programs that cannot be given port 0. */
final class FreePort {
  private static final int TRIES = 5;

  /** What starts on an address, HOST:PORT, and says so if that is taken. */
  interface Start<T> {
    T on(String address) throws IOException;
  }

  private FreePort() {}

  /**
   * Starts it on a free port of the loopback; on another, where some other program was faster.
   *
   * @throws IOException as it does, for any other reason or too often
   */
  static <T> T start(Start<T> program) throws IOException {
    for (int left = TRIES; ; left--) {
      try {
        return program.on("127.0.0.1:" + find());
      } catch (IOException e) {
        if (left == 1
            || !e.getMessage().toLowerCase(Locale.ROOT).contains("address already in use")) {
          throw e;
        }
      }
    }
  }

  private static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
