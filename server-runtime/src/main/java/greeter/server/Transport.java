package greeter.server;

import greeter.api.GatheredWrites;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.DefaultSelectStrategyFactory;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.RecvByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What carries a server's connections: one event loop for each processor, which accept and serve
 * alike, on epoll where there is one. Each connection gathers its writes.
 *
 * <p>Its buffers come from no pool. Those of an answer are small, live for microseconds and are
 * copied into one that is sent: on the heap they cost less than it takes to lend them out.
 */
final class Transport implements AutoCloseable {
  /** Connections that are accepted at one look at the listener. */
  private static final int ACCEPTED_AT_ONCE = 64;

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(),
          new DefaultThreadFactory("event-loop", true),
          epoll ? oneAfterTheOther() : NioIoHandler.newFactory());

  /**
   * Serves one connection to the end of what it has sent before it looks at the next. Of all that
   * are ready at once, the calls would be under way at once: their objects leave the processor's
   * cache before they are answered, and are alive when garbage is collected. The kernel lists a
   * connection that has been served behind the others.
   */
  private static IoHandlerFactory oneAfterTheOther() {
    return EpollIoHandler.newFactory(1, DefaultSelectStrategyFactory.INSTANCE);
  }

  /** Has a server use it. */
  void carry(NettyServerBuilder server) {
    server
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .channelFactory(this::listener)
        .withChildOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false));
  }

  private ServerChannel listener() {
    ServerChannel listener = epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    listener.config().setRecvByteBufAllocator(acceptsMany());
    listener.pipeline().addLast(new Accepted());
    return listener;
  }

  /**
   * Netty accepts one connection at each look where it cannot tell whether there are more. The loop
   * comes back to the listener when it has served all other connections: of a thousand clients that
   * come at once the last would wait for seconds.
   */
  private static RecvByteBufAllocator acceptsMany() {
    return new ServerChannelRecvByteBufAllocator()
        .respectMaybeMoreData(false)
        .maxMessagesPerRead(ACCEPTED_AT_ONCE);
  }

  /** Ends the loops; the server must have ended before. */
  @Override
  public void close() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Sees each connection before anybody else does. */
  static final class Accepted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object connection) {
      ((Channel) connection).pipeline().addFirst(new GatheredWrites());
      ctx.fireChannelRead(connection);
    }
  }
}
