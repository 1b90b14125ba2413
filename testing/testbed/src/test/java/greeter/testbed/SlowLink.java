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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A TCP relay on the loopback that holds every byte back for half a round trip. */
final class SlowLink implements AutoCloseable {
  private final ServerSocket listener;
  private final int port;
  private final long holdNanos;
  private final CountDownLatch connections;
  private final ExecutorService threads = Executors.newCachedThreadPool(SlowLink::daemon);

  /** Bytes on their way; none are the end. */
  private record Parcel(ByteBuffer bytes, long dueNanos) {}

  private SlowLink(ServerSocket listener, int port, Duration roundTrip, int awaited) {
    this.listener = listener;
    this.port = port;
    this.holdNanos = roundTrip.toNanos() / 2;
    this.connections = new CountDownLatch(awaited);
  }

  /** A link to a server, {@code HOST:PORT} on the loopback. */
  static SlowLink to(String address, Duration roundTrip) throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    SlowLink link =
        new SlowLink(
            new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), port, roundTrip, 2);
    link.threads.execute(link::acceptAll);
    return link;
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Waits for a second connection. */
  boolean awaitSecondConnection() throws InterruptedException {
    return connections.await(30, TimeUnit.SECONDS);
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
        pass(near, far);
        pass(far, near);
        connections.countDown();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pass(Socket from, Socket to) {
    BlockingQueue<Parcel> onTheWay = new LinkedBlockingQueue<>();
    threads.execute(() -> take(from, onTheWay));
    threads.execute(() -> deliver(onTheWay, to));
  }

  private void take(Socket from, BlockingQueue<Parcel> onTheWay) {
    byte[] buffer = new byte[65536];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        onTheWay.add(
            new Parcel(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), System.nanoTime() + holdNanos));
      }
    } catch (IOException e) {
      // an end as any other
    }
    onTheWay.add(new Parcel(ByteBuffer.allocate(0), System.nanoTime() + holdNanos));
  }

  private static void deliver(BlockingQueue<Parcel> onTheWay, Socket to) {
    try (to) {
      OutputStream out = to.getOutputStream();
      for (Parcel parcel = onTheWay.take();
          parcel.bytes().hasRemaining();
          parcel = onTheWay.take()) {
        TimeUnit.NANOSECONDS.sleep(parcel.dueNanos() - System.nanoTime());
        out.write(parcel.bytes().array());
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
