package greeter.client.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

/** A server that treats every connection in a manner of its own; no HTTP, no gRPC. */
public final class BareServer implements AutoCloseable {
  /** What is done with a connection; then it is closed. */
  public interface Manner {
    void treat(Socket socket) throws IOException, InterruptedException;
  }

  private static final int SMALLEST_REQUEST_BYTES = 16;

  private final ServerSocket door;

  private BareServer(ServerSocket door, Manner manner) {
    this.door = door;
    spawn(
        () -> {
          while (true) {
            Socket socket = door.accept();
            spawn(
                () -> {
                  try (socket) {
                    manner.treat(socket);
                  }
                });
          }
        });
  }

  /** In cleartext. */
  public static BareServer of(Manner manner) throws IOException {
    return new BareServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manner);
  }

  /** At a door that stands already. */
  public static BareServer at(ServerSocket door, Manner manner) {
    return new BareServer(door, manner);
  }

  /** Reads the beginning of a request, and answers so. */
  public static Manner says(String answer) {
    return socket -> {
      socket.getInputStream().readNBytes(SMALLEST_REQUEST_BYTES);
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      end(socket);
    };
  }

  /** Answers so, in hex. */
  public static Manner saysHex(String answer) {
    return says(new String(HexFormat.of().parseHex(answer), ISO_8859_1));
  }

  /** Keeps the connection and says nothing. */
  public static Manner silence() {
    return socket -> new CountDownLatch(1).await();
  }

  /** Ends the connection as one does. */
  public static Manner closes() {
    return BareServer::end;
  }

  /** Ends the connection by RST. */
  public static Manner resets() {
    return socket -> {
      int unused = socket.getInputStream().read();
      socket.setSoLinger(true, 0);
    };
  }

  public int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  /** Reads to the end: closing with bytes unread would be a reset. */
  private static void end(Socket socket) throws IOException {
    socket.shutdownOutput();
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void spawn(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // the peer, or the test, is done
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
