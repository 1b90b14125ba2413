package greeter.client.connect;

import greeter.api.GatheredWrites;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The threads that carry connections, in groups of which a channel uses one. */
public final class Loops implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration LATEST = Duration.ofSeconds(2);

  private static Loops shared;

  private final List<EventLoopGroup> groups;

  private Loops(int groups, int threadsEach) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    DefaultThreadFactory daemons = new DefaultThreadFactory("loop", true);
    this.groups =
        IntStream.range(0, groups)
            .<EventLoopGroup>mapToObj(
                i -> new MultiThreadIoEventLoopGroup(threadsEach, daemons, io))
            .toList();
  }

  /**
   * Groups of one thread. gRPC sets a call's deadline on any thread of the channel's group; where
   * that is the connection's own, none has to be woken for it.
   */
  public static Loops ofOneThread(int groups) {
    return new Loops(groups, 1);
  }

  /** What a channel uses that is given no other. */
  static synchronized Loops shared() {
    if (shared == null) {
      shared = new Loops(1, Runtime.getRuntime().availableProcessors());
    }
    return shared;
  }

  /**
   * Ends those that channels share. A JVM that exits waits 300 ms for threads that wait for a
   * socket (vmOperations.cpp, wait_for_threads_in_native_to_block), and gRPC keeps its own for a
   * second.
   */
  public static synchronized void endShared() {
    if (shared != null) {
      shared.end(Duration.ZERO).forEach(end -> end.awaitUninterruptibly(LATEST.toMillis()));
    }
  }

  /** Has a channel use one of the groups; the channel to a Unix socket keeps gRPC's. */
  public void use(int group, Target target, ManagedChannelBuilder<?> builder) {
    if (target.endpoint().isPresent() && builder instanceof NettyChannelBuilder netty) {
      netty
          .eventLoopGroup(groups.get(group))
          .channelFactory(Loops::connection)
          // A call's buffers live for microseconds: to lend them out of a pool takes longer.
          .withOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false));
    }
  }

  static Channel connection() {
    Channel connection = Epoll.isAvailable() ? new EpollSocketChannel() : new NioSocketChannel();
    connection.pipeline().addLast(new GatheredWrites());
    return connection;
  }

  /** Runs tasks on a group's threads. */
  public ScheduledExecutorService executor(int group) {
    return groups.get(group);
  }

  /** Ends them, when what the channels still had to do is done. */
  @Override
  public void close() {
    var unused = end(QUIET);
  }

  private List<? extends Future<?>> end(Duration quiet) {
    return groups.stream()
        .map(
            group ->
                group.shutdownGracefully(
                    quiet.toMillis(), LATEST.toMillis(), TimeUnit.MILLISECONDS))
        .toList();
  }
}
