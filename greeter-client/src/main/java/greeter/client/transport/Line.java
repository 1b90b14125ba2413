package greeter.client.transport;

import greeter.client.connect.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A connection. A thread of its own reads it, so that waiting for bytes can end, or be interrupted,
 * without harm to what comes later: SSLSocket promises nothing of the kind for a read cut short.
 */
final class Line implements AutoCloseable {
  /** What the reader got; with no bytes the connection's end, and the reason if it has one. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  private record Chunk(byte[] bytes, Optional<IOException> reason) {}

  private static final int CHUNK_BYTES = 16_384;
  private static final int CHUNKS_AHEAD = 64;

  private final Socket socket;
  private final BlockingQueue<Chunk> incoming = new LinkedBlockingQueue<>(CHUNKS_AHEAD);
  private final Thread reader = new Thread(this::read, "transport");
  private byte[] unread = {};
  private boolean ended;
  private Optional<IOException> reason = Optional.empty();

  Line(Socket socket) {
    this.socket = socket;
    reader.setDaemon(true);
    reader.start();
  }

  /** A TCP connection to the first of the host's addresses that takes one. */
  static Socket dial(Target.Endpoint endpoint, long until) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
    IOException last = new SocketTimeoutException();
    for (int i = 0; i < addresses.length; i++) {
      Socket socket = new Socket();
      try {
        // Each has its part of the time that is left.
        int millis = Math.max(1, millisUntil(until) / (addresses.length - i));
        socket.connect(new InetSocketAddress(addresses[i], endpoint.port()), millis);
        socket.setTcpNoDelay(true);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  /** Milliseconds until then, at least 1. */
  static int millisUntil(long until) {
    long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    return Math.toIntExact(Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
  }

  /** Writes, if the connection still stands; if not, its end is there to read. */
  void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // what the peer said before it left counts more
    }
  }

  /**
   * Waits for bytes.
   *
   * @param until by System.nanoTime
   * @return whether so many are there; if not, the time is over or the connection has ended
   */
  boolean has(int count, long until) throws InterruptedException {
    while (unread.length < count && !ended) {
      Chunk chunk = incoming.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (chunk == null) {
        return false;
      }
      ended = chunk.bytes.length == 0;
      reason = chunk.reason;
      int before = unread.length;
      unread = Arrays.copyOf(unread, before + chunk.bytes.length);
      System.arraycopy(chunk.bytes, 0, unread, before, chunk.bytes.length);
    }
    return unread.length >= count;
  }

  /** What has come and was not taken yet. */
  byte[] unread() {
    return unread;
  }

  /** The next so many bytes, which must be there. */
  byte[] take(int count) {
    byte[] taken = Arrays.copyOf(unread, count);
    unread = Arrays.copyOfRange(unread, count, unread.length);
    return taken;
  }

  /** Whether the peer has ended it, as far as was waited. */
  boolean ended() {
    return ended;
  }

  /** Why it ended; empty if by a FIN, or close_notify. */
  Optional<IOException> reason() {
    return reason;
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private void read() {
    try {
      incoming.put(readAll());
    } catch (InterruptedException e) {
      // closed
    }
  }

  private Chunk readAll() throws InterruptedException {
    byte[] buffer = new byte[CHUNK_BYTES];
    try {
      InputStream in = socket.getInputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        incoming.put(new Chunk(Arrays.copyOf(buffer, count), Optional.empty()));
      }
      return new Chunk(new byte[0], Optional.empty());
    } catch (IOException e) {
      return new Chunk(new byte[0], Optional.of(e));
    }
  }
}
