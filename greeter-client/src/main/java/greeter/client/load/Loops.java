package greeter.client.load;

import greeter.client.connect.Target;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The threads that carry the connections, one for each group. gRPC sets a call's deadline on any
 * thread of the channel's group; where that is the connection's own, none has to be woken for it.
 */
final class Loops implements AutoCloseable {
  private final List<EventLoopGroup> groups;

  Loops(int threads) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    DefaultThreadFactory daemons = new DefaultThreadFactory("load", true);
    this.groups =
        IntStream.range(0, threads)
            .<EventLoopGroup>mapToObj(i -> new MultiThreadIoEventLoopGroup(1, daemons, io))
            .toList();
  }

  /** Has a channel use one of the threads; the channel to a Unix socket keeps gRPC's. */
  void use(int thread, Target target, ManagedChannelBuilder<?> builder) {
    if (target.endpoint().isPresent() && builder instanceof NettyChannelBuilder netty) {
      netty
          .eventLoopGroup(groups.get(thread))
          .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class);
    }
  }

  /** Ends them, when what the channels still had to do is done. */
  @Override
  public void close() {
    for (EventLoopGroup group : groups) {
      var unused = group.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS);
    }
  }
}
