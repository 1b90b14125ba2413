package greeter.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelOutboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a write must do whether it is gathered or not; and that it is. */
@SuppressWarnings("FutureReturnValueIgnored") // each test looks at those that matter
class GatheredWritesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new GatheredWrites());

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  private static ByteBuf bytes(int length) {
    return Unpooled.wrappedBuffer(new byte[length]);
  }

  /** What reached the transport, a text for each buffer. */
  private List<String> sent() {
    List<String> sent = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      sent.add(next.toString(US_ASCII));
      next.release();
    }
    return sent;
  }

  @Test
  void writes_untilTheFlush_areOneBuffer() {
    ChannelFuture first = channel.write(bytes("a"));
    ChannelFuture second = channel.write(bytes("bc"));

    assertThat(first.isDone()).isFalse();
    channel.flush();

    assertThat(sent()).containsExactly("abc");
    assertThat(first.isSuccess()).isTrue();
    assertThat(second.isSuccess()).isTrue();
  }

  @Test
  void writes_ofTwoFlushes_areTwoBuffers() {
    channel.writeAndFlush(bytes("a"));
    channel.writeAndFlush(bytes("b"));

    assertThat(sent()).containsExactly("a", "b");
  }

  /** As gRPC flushes a batch of answers after every so many parts of it. */
  @Test
  void flushes_ofOneTurnOfTheLoop_areOne() {
    inOneTurn(
        () -> {
          channel.pipeline().writeAndFlush(bytes("a"));
          channel.pipeline().writeAndFlush(bytes("b"));
          assertThat(sent()).isEmpty();
        });

    assertThat(sent()).containsExactly("ab");
  }

  @Test
  void flush_ofAFullChannel_waitsForNothing() {
    inOneTurn(
        () -> {
          for (int i = 0; i < 3 * GatheredWrites.FULL; i++) {
            channel.pipeline().write(bytes(1));
          }
          channel.pipeline().flush();
          assertThat(channel.isWritable()).isTrue();
        });
  }

  /** Of what goes by the pipeline: the channel itself would run a task after each. */
  private void inOneTurn(Runnable work) {
    channel.eventLoop().execute(work);
    channel.runPendingTasks();
    channel.checkException();
  }

  @Test
  void promises_endInTheOrderOfTheirWrites() {
    List<String> ended = new ArrayList<>();
    channel.write(bytes("a")).addListener(done -> ended.add("a"));
    channel.write(bytes("b")).addListener(done -> ended.add("b"));
    channel.write(bytes(GatheredWrites.LARGE)).addListener(done -> ended.add("large"));
    channel.write(bytes("c")).addListener(done -> ended.add("c"));
    channel.flush();

    assertThat(ended).containsExactly("a", "b", "large", "c");
  }

  @Test
  void largeWrite_isPassedOnAsItIs_afterWhatCameBefore() {
    ByteBuf large = bytes("x".repeat(GatheredWrites.LARGE));
    channel.write(bytes("a"));
    channel.write(large);
    channel.write(bytes("b"));
    channel.flush();

    assertThat(channel.<ByteBuf>readOutbound().toString(US_ASCII)).isEqualTo("a");
    assertThat(channel.<ByteBuf>readOutbound()).isSameAs(large);
    assertThat(channel.<ByteBuf>readOutbound().toString(US_ASCII)).isEqualTo("b");
  }

  @Test
  void buffer_isReleased_onceItIsCopied() {
    ByteBuf small = bytes("a");

    channel.write(small);

    assertThat(small.refCnt()).isZero();
  }

  /** The channel's watermarks count what was passed on alone. */
  @Test
  void manyWrites_withoutAFlush_reachTheChannel() {
    for (int i = 0; i < GatheredWrites.FULL; i++) {
      channel.write(bytes(1));
    }

    assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes())
        .isGreaterThanOrEqualTo(GatheredWrites.FULL);
  }

  @Test
  void manyWrites_makeTheChannelUnwritable_andTheFlushWritableAgain() {
    for (int i = 0; i < 3 * GatheredWrites.FULL; i++) {
      channel.write(bytes(1));
    }
    assertThat(channel.isWritable()).isFalse();

    channel.flush();

    assertThat(channel.isWritable()).isTrue();
  }

  @Test
  void promiseOfNobody_isNone() {
    channel.write(bytes("a"), channel.voidPromise());
    channel.flush();

    assertThat(sent()).containsExactly("a");
  }

  @Test
  void cancelledWrite_isNotSent() {
    ChannelPromise cancelled = channel.newPromise();
    cancelled.cancel(false);
    ByteBuf bytes = bytes("a");

    channel.write(bytes, cancelled);
    channel.write(bytes("b"));
    channel.flush();

    assertThat(sent()).containsExactly("b");
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void gatheredWrite_cannotBeCancelled() {
    ChannelFuture written = channel.write(bytes("a"));

    assertThat(written.cancel(false)).isFalse();
  }

  /** A promise of several writes, as HTTP/2's codec has it for a frame: each counts. */
  @Test
  void promiseOfTwoWrites_endsTwice() {
    List<Boolean> successes = new ArrayList<>();
    ChannelPromise both =
        new io.grpc.netty.shaded.io.netty.channel.DefaultChannelPromise(
            channel, channel.eventLoop()) {
          @Override
          public boolean trySuccess(Void result) {
            return successes.add(true);
          }
        };
    channel.write(bytes("a"), both);
    channel.write(bytes("b"), both);
    channel.flush();

    assertThat(successes).hasSize(2);
  }

  @Test
  void failedWrite_failsAllThatWereGathered() {
    IOException broken = new IOException("broken");
    EmbeddedChannel breaking =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object all, ChannelPromise promise) {
                ((ByteBuf) all).release();
                promise.setFailure(broken);
              }
            },
            new GatheredWrites());
    ChannelFuture first = breaking.write(bytes("a"));
    ChannelFuture second = breaking.write(bytes("b"));
    breaking.flush();

    assertThat(first.cause()).isSameAs(broken);
    assertThat(second.cause()).isSameAs(broken);
  }

  @Test
  void close_failsWhatWasNotFlushed_asWithoutIt() {
    ChannelFuture written = channel.write(bytes("a"));

    channel.close();

    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(sent()).isEmpty();
  }

  @Test
  void close_sendsWhatWasFlushed() {
    channel.writeAndFlush(bytes("GOAWAY"));
    channel.close();

    assertThat(sent()).containsExactly("GOAWAY");
  }

  @Test
  void close_beforeTheFlushThatWasAskedFor_flushesFirst() {
    inOneTurn(
        () -> {
          channel.pipeline().writeAndFlush(bytes("GOAWAY"));
          channel.pipeline().close();
        });

    assertThat(sent()).containsExactly("GOAWAY");
  }

  /** Or gRPC would take a call for one that failed of itself, not for one whose connection went. */
  @Test
  void connectionThatEnds_beforeTheFlush_isHeardBeforeTheFailure() {
    List<String> heard = new ArrayList<>();
    EmbeddedChannel ending =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object all, ChannelPromise promise) {
                heard.add("the write fails");
                ctx.write(all, promise);
              }
            },
            new GatheredWrites(),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelInactive(ChannelHandlerContext ctx) {
                heard.add("the connection has ended");
              }
            });
    ChannelPromise written = ending.newPromise();
    ending
        .eventLoop()
        .execute(
            () -> {
              ending.pipeline().writeAndFlush(bytes("a"), written);
              ending.unsafe().close(ending.voidPromise()); // as when the peer ends it
            });
    ending.runPendingTasks();

    assertThat(heard).containsExactly("the connection has ended", "the write fails");
    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void write_onAClosedChannel_fails() {
    channel.close();

    ChannelFuture late = channel.writeAndFlush(bytes("a"));

    assertThat(late.cause()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void removed_beforeTheFlushThatWasAskedFor_flushesFirst() {
    inOneTurn(
        () -> {
          channel.pipeline().writeAndFlush(bytes("a"));
          channel.pipeline().remove(GatheredWrites.class);
          assertThat(sent()).containsExactly("a");
        });
  }

  @Test
  void removed_passesOnWhatItHas() {
    channel.write(bytes("a"));

    channel.pipeline().remove(GatheredWrites.class);
    channel.flush();

    assertThat(sent()).containsExactly("a");
  }
}
