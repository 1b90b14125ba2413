package greeter.client.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks just enough HTTP/2 (RFC 9113) to take a call and then misbehave, as no gRPC server would.
 * What comes after the connections that it treats so is relayed to a real server.
 */
public final class RawServer implements AutoCloseable {
  /** What is written when the first request has come; then the connection ends. */
  public enum Ending {
    /** No stream was processed (last stream 0), so gRPC may send the call again. */
    GOAWAY("000008" + "07" + "00" + "00000000" + "00000000" + "00000000"),
    /** No word at all. */
    SILENT(""),
    /**
     * HTML with status 502, in a HEADERS frame that also ends stream 3. By HPACK (RFC 7541) the
     * name ":status" is index 8, "content-type" index 31.
     */
    BAD_GATEWAY(
        "000011" + "01" + "05" + "00000003" + "0803353032" + "0f1009" + "746578742f68746d6c");

    private final String frames;

    Ending(String frames) {
      this.frames = frames;
    }
  }

  private static final int PREFACE = 24;
  private static final int HEADERS = 1;
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private final ServerSocket door;
  private final Ending ending;
  private final AtomicInteger left;
  private final int relayTo;

  private RawServer(Ending ending, int times, int relayTo) {
    this.ending = ending;
    this.left = new AtomicInteger(times);
    this.relayTo = relayTo;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spawn(
        () -> {
          while (true) {
            Socket socket = door.accept();
            spawn(() -> serve(socket));
          }
        });
  }

  /** Ends every connection so. */
  public static RawServer always(Ending ending) {
    return new RawServer(ending, Integer.MAX_VALUE, 0);
  }

  /** Ends the first connection that speaks HTTP/2 so; the others reach the server at that port. */
  public static RawServer once(Ending ending, int relayTo) {
    return new RawServer(ending, 1, relayTo);
  }

  public String target() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] preface = new byte[PREFACE];
      in.readFully(preface);
      if (left.getAndDecrement() <= 0) {
        relay(preface, socket);
        return;
      }
      out.write(EMPTY_SETTINGS);
      out.flush();
      int type;
      do {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        type = in.readUnsignedByte();
        in.readFully(new byte[5 + length]);
      } while (type != HEADERS);
      out.write(HexFormat.of().parseHex(ending.frames));
      out.flush();
      // Read to the end: closing with bytes unread would be a reset.
      socket.shutdownOutput();
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void relay(byte[] preface, Socket socket) throws IOException {
    Socket upstream = new Socket(InetAddress.getLoopbackAddress(), relayTo);
    upstream.getOutputStream().write(preface);
    spawn(
        () -> {
          try (socket;
              upstream) {
            upstream.getInputStream().transferTo(socket.getOutputStream());
          }
        });
    socket.getInputStream().transferTo(upstream.getOutputStream());
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void spawn(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the peer, or the test, is done
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
