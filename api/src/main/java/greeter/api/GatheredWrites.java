package greeter.api;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies what a connection writes in one turn of its event loop into one buffer, and flushes once.
 * An answer is six small buffers (the heads of three frames, and what is in them), and a batch of
 * answers hundreds, each of which costs the channel and the kernel more than its bytes do. gRPC
 * flushes after every 128 parts of answers, so twice and more in a batch.
 *
 * <p>Whatever can be seen of a write stays as it was: the order, and each promise, which ends as
 * the write of the whole does. A flush waits until the loop has done what it had to do when it was
 * asked for, but not where the channel is full. What is large is passed on as it is, and what has
 * been gathered before it. No more than {@link #FULL} bytes wait unseen by the channel's
 * watermarks.
 *
 * <p>One for each connection, as the first of its handlers, at either end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise that is passed on tells
public final class GatheredWrites extends ChannelDuplexHandler {
  /** Bytes of a buffer that is not worth copying. */
  static final int LARGE = 4 * 1024;

  /** Bytes that are passed on without a flush: half of Netty's high watermark. */
  static final int FULL = 32 * 1024;

  private static final int SMALLEST = 256;

  private ByteBuf gathered;
  private List<ChannelPromise> promises = new ArrayList<>();

  /** The size of the next buffer: what the last ones came to. */
  private int expected = SMALLEST;

  /** Whether there is a flush that waits. */
  private boolean due;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf bytes) || bytes.readableBytes() >= LARGE) {
      passOn(ctx);
      ctx.write(message, promise);
      return;
    }
    try {
      // From here on its bytes are among others, and cannot be taken back.
      if (promise.setUncancellable()) {
        gather(ctx, bytes, promise);
      }
    } finally {
      bytes.release();
    }
    if (gathered != null && gathered.readableBytes() >= FULL) {
      passOn(ctx);
    }
  }

  private void gather(ChannelHandlerContext ctx, ByteBuf bytes, ChannelPromise promise) {
    if (gathered == null) {
      gathered = ctx.alloc().directBuffer(expected);
    }
    gathered.writeBytes(bytes);
    if (!promise.isVoid()) {
      promises.add(promise);
    }
  }

  private void passOn(ChannelHandlerContext ctx) {
    if (gathered == null) {
      return;
    }
    ByteBuf all = gathered;
    List<ChannelPromise> waiting = promises;
    gathered = null;
    promises = new ArrayList<>(waiting.size());
    // Follows a burst at once, and forgets it slowly.
    expected = Math.max(SMALLEST, Math.max(all.readableBytes(), expected - expected / 8));
    if (waiting.isEmpty()) {
      ctx.write(all, ctx.voidPromise());
    } else {
      ctx.write(all).addListener((ChannelFuture written) -> end(waiting, written));
    }
  }

  private static void end(List<ChannelPromise> waiting, ChannelFuture written) {
    if (written.isSuccess()) {
      waiting.forEach(ChannelPromise::trySuccess);
    } else {
      waiting.forEach(promise -> promise.tryFailure(written.cause()));
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    boolean waits = due;
    due = true;
    if (ctx.channel().isOpen() && !ctx.channel().isWritable()) {
      flushIfDue(ctx);
    } else if (!waits) {
      ctx.executor().execute(() -> flushIfOpen(ctx));
    }
  }

  /** What has been closed meanwhile has its end on the way to {@link #channelInactive}. */
  private void flushIfOpen(ChannelHandlerContext ctx) {
    if (ctx.channel().isOpen()) {
      flushIfDue(ctx);
    }
  }

  private void flushIfDue(ChannelHandlerContext ctx) {
    if (due) {
      due = false;
      passOn(ctx);
      ctx.flush();
    }
  }

  // What is written and not flushed when a connection ends fails, as it does without this handler.

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    flushIfDue(ctx);
    passOn(ctx);
    ctx.close(promise);
  }

  @Override
  public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
    flushIfDue(ctx);
    passOn(ctx);
    ctx.disconnect(promise);
  }

  /**
   * gRPC hears that the connection has ended before it hears that writes failed, which would end
   * calls as UNKNOWN: without this handler, they would have been with the kernel by now.
   */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ctx.fireChannelInactive();
    passOn(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    flushIfDue(ctx);
    passOn(ctx);
  }
}
