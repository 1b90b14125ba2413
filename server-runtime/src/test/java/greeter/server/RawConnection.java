package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A bare HTTP/2 connection: it sends what no gRPC client would, and tells each frame that comes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as a frame that does not come
final class RawConnection implements AutoCloseable {
  static final String CLOSED = "closed";
  private static final int WAIT_SECONDS = 10;
  private static final long MARK = 7;

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final List<String> told = new ArrayList<>();
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel connection;

  private RawConnection(int port) throws InterruptedException {
    connection =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forClient()
                                .validateHeaders(false)
                                .encoderIgnoreMaxHeaderListSize(true)
                                .frameLogger(new InboundFrames(frames::add))
                                .build())
                        .addLast(new Http2MultiplexHandler(new Discard()));
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), port)
            .sync()
            .channel();
    connection.closeFuture().addListener(closed -> frames.add(CLOSED));
  }

  static RawConnection to(int port) throws InterruptedException {
    return new RawConnection(port);
  }

  /** Sends a request, and tells each frame that answers it. */
  List<String> answerTo(Http2Headers headers, byte[] body) throws InterruptedException {
    send(headers, body);
    List<String> answer = new ArrayList<>();
    do {
      answer.add(next());
    } while (!endsStream(last(answer)));
    // What the server sent after the end, and before it read this, comes before the answer to this.
    ping(MARK);
    while (!endsConnection(last(answer))) {
      String frame = next();
      if (frame.equals("PING ACK " + MARK)) {
        break;
      }
      answer.add(frame);
    }
    return answer;
  }

  /** Sends a request whole, and waits for nothing. */
  void send(Http2Headers headers, byte[] body) throws InterruptedException {
    Channel stream =
        new Http2StreamChannelBootstrap(connection).handler(new Discard()).open().sync().getNow();
    ByteBuf data = Unpooled.wrappedBuffer(body);
    stream.write(new DefaultHttp2HeadersFrame(headers, body.length == 0));
    if (body.length > 0) {
      stream.write(new DefaultHttp2DataFrame(data, true));
    }
    stream.flush();
  }

  private static String last(List<String> frames) {
    return frames.get(frames.size() - 1);
  }

  private static boolean endsStream(String frame) {
    return frame.endsWith(InboundFrames.END) || frame.startsWith("RST") || endsConnection(frame);
  }

  private static boolean endsConnection(String frame) {
    return frame.startsWith("GOAWAY") || frame.equals(CLOSED);
  }

  void ping(long content) {
    connection.writeAndFlush(new DefaultHttp2PingFrame(content));
  }

  /** The next frame. */
  String next() throws InterruptedException {
    String frame = frames.poll(WAIT_SECONDS, SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame within " + WAIT_SECONDS + " s, after " + told);
    }
    told.add(frame);
    return frame;
  }

  @Override
  public void close() {
    connection.close();
    loop.shutdownGracefully(0, WAIT_SECONDS, SECONDS).awaitUninterruptibly();
  }

  /** What is here was told already, by the frame logger. */
  private static final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      ReferenceCountUtil.release(frame);
    }

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      // A reset is an exception here; its frame was told.
    }
  }
}
