package greeter.client.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a target can be reached at all, before anything is said about how it answers. */
public final class Reach {
  private Reach() {}

  /**
   * Opens one connection, by TCP or to a Unix socket, and closes it.
   *
   * @param limit for the name's resolution and the connection together
   * @return why it cannot be reached; empty if it can
   */
  public static Optional<String> whyNot(Target target, Duration limit) throws InterruptedException {
    // A thread of its own: a resolver cannot be interrupted, nor told how long it may take.
    FutureTask<Optional<String>> attempt =
        new FutureTask<>(
            () ->
                target.endpoint().isPresent()
                    ? whyNot(target.endpoint().get(), limit)
                    : whyNot(target.socket()));
    Thread thread = new Thread(attempt, "reach");
    thread.setDaemon(true);
    thread.start();
    try {
      return attempt.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of("no TCP connection within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Optional<String> whyNot(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      var unused = channel.connect(UnixDomainSocketAddress.of(socket));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage() + " (" + socket + ")");
    }
  }

  private static Optional<String> whyNot(Target.Endpoint endpoint, Duration limit) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(endpoint.host());
    } catch (UnknownHostException e) {
      return Optional.of("no such host: " + endpoint.host());
    }
    // Each has its part of the time, so that one which never answers does not hide the next.
    int millis = Math.max(1, Math.toIntExact(limit.toMillis()) / addresses.length);
    String last = "";
    for (InetAddress address : addresses) {
      InetSocketAddress socketAddress = new InetSocketAddress(address, endpoint.port());
      try (Socket socket = new Socket()) {
        socket.connect(socketAddress, millis);
        return Optional.empty();
      } catch (SocketTimeoutException e) {
        last = "no TCP connection within " + limit.toMillis() + " ms";
      } catch (IOException e) {
        last = e.getMessage() + " (" + address.getHostAddress() + ")";
      }
    }
    return Optional.of(last);
  }
}
