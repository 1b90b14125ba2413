package greeter.api;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelOutboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the writes of an answer take in this process, with {@link GatheredWrites} and without; what
 * it saves is the kernel's, which is not here.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GatheredWritesBenchmark {
  /** Answers between two flushes: as many as calls on one connection. */
  private static final int ANSWERS = 50;

  /** Bytes of an answer's frames: headers, the message's head, itself, trailers. */
  private static final int[] FRAMES = {36, 14, 42, 13};

  @Param({"true", "false"})
  boolean gathered;

  private EmbeddedChannel channel;
  private ByteBuf[] frames;

  @Setup
  public void open() {
    channel =
        new EmbeddedChannel(gathered ? new GatheredWrites() : new ChannelOutboundHandlerAdapter());
    channel.config().setAllocator(new UnpooledByteBufAllocator(false)); // as of Transport
    frames = new ByteBuf[FRAMES.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = Unpooled.directBuffer(FRAMES[i]).writeZero(FRAMES[i]);
    }
  }

  /** One answer of as many as are written between two flushes. */
  @Benchmark
  @OperationsPerInvocation(ANSWERS)
  public long answer() {
    for (int i = 0; i < ANSWERS; i++) {
      for (ByteBuf frame : frames) {
        var unused = channel.write(frame.retainedDuplicate());
      }
    }
    var unused = channel.flush();
    long written = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      written += out.readableBytes();
      out.release();
    }
    return written;
  }

  @TearDown
  public void close() {
    var unused = channel.finishAndReleaseAll();
    for (ByteBuf frame : frames) {
      frame.release();
    }
  }
}
