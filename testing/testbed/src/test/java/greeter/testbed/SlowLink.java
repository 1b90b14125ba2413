package greeter.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP relay on the loopback that holds every byte back for half a round trip, and those of a new
 * connection for the round trip that its handshake would take; and fails its connections on cue.
 */
final class SlowLink implements AutoCloseable {
  private final ServerSocket listener;
  private final int port;
  private final long holdNanos;
  private final Semaphore accepted = new Semaphore(0);
  private final ExecutorService threads = Executors.newCachedThreadPool(SlowLink::daemon);

  private final Set<Connection> connected = ConcurrentHashMap.newKeySet();

  /** Both sockets of a connection, when it is open, and whether it passes nothing on any more. */
  private record Connection(Socket near, Socket far, long openNanos, AtomicBoolean stalled) {}

  /** Bytes on their way; none are the end. */
  private record Parcel(ByteBuffer bytes, long dueNanos) {}

  private SlowLink(ServerSocket listener, int port, Duration roundTrip) {
    this.listener = listener;
    this.port = port;
    this.holdNanos = roundTrip.toNanos() / 2;
  }

  /** A link to a server, {@code HOST:PORT} on the loopback. */
  static SlowLink to(String address, Duration roundTrip) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    SlowLink link =
        new SlowLink(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), port, roundTrip);
    link.threads.execute(link::acceptAll);
    return link;
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Waits until so many connections more have come. */
  boolean awaitConnections(int more) throws InterruptedException {
    return accepted.tryAcquire(more, 30, TimeUnit.SECONDS);
  }

  /** From now on nothing passes, not even an end, on the connections that there are. */
  void stall() {
    connected.forEach(connection -> connection.stalled().set(true));
  }

  /** Ends the connections that there are, as a process that dies does. */
  void cut() throws IOException {
    for (Connection connection : connected) {
      connection.near().shutdownOutput();
    }
  }

  /** Resets the connections that there are. */
  void reset() throws IOException {
    for (Connection connection : connected) {
      connection.near().setSoLinger(true, 0);
      connection.near().close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        Connection connection =
            new Connection(near, far, System.nanoTime() + 2 * holdNanos, new AtomicBoolean());
        connected.add(connection);
        pass(near, far, connection);
        pass(far, near, connection);
        accepted.release();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pass(Socket from, Socket to, Connection connection) {
    BlockingQueue<Parcel> onTheWay = new LinkedBlockingQueue<>();
    threads.execute(() -> take(from, onTheWay, connection.openNanos()));
    threads.execute(() -> deliver(onTheWay, to, connection));
  }

  private void take(Socket from, BlockingQueue<Parcel> onTheWay, long openNanos) {
    byte[] buffer = new byte[65536];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        onTheWay.add(parcel(Arrays.copyOf(buffer, n), openNanos));
      }
    } catch (IOException e) {
      // an end as any other
    }
    onTheWay.add(parcel(new byte[0], openNanos));
  }

  private Parcel parcel(byte[] bytes, long openNanos) {
    long now = System.nanoTime();
    return new Parcel(ByteBuffer.wrap(bytes), now + Math.max(0, openNanos - now) + holdNanos);
  }

  private void deliver(BlockingQueue<Parcel> onTheWay, Socket to, Connection connection) {
    try {
      OutputStream out = to.getOutputStream();
      Parcel parcel;
      do {
        parcel = onTheWay.take();
        TimeUnit.NANOSECONDS.sleep(parcel.dueNanos() - System.nanoTime());
        if (!connection.stalled().get()) {
          out.write(parcel.bytes().array());
        }
      } while (parcel.bytes().hasRemaining());
      if (!connection.stalled().get()) {
        connected.remove(connection);
        to.close();
      }
    } catch (IOException e) {
      // the other side has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "slow-link");
    thread.setDaemon(true);
    return thread;
  }
}
