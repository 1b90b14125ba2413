package greeter.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameLogger;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.logging.LogLevel;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Each frame that comes, as one line, before any HTTP/2 state machine judges it. SETTINGS,
 * WINDOW_UPDATE and the peer's own PINGs are left out: every answer has some.
 */
final class InboundFrames extends Http2FrameLogger {
  static final String END = " END_STREAM";

  private final Consumer<String> frames;

  InboundFrames(Consumer<String> frames) {
    super(LogLevel.TRACE, InboundFrames.class);
    this.frames = frames;
  }

  @Override
  public void logHeaders(
      Direction direction,
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream) {
    if (direction == Direction.INBOUND) {
      frames.accept("HEADERS" + text(headers) + (endStream ? END : ""));
    }
  }

  @Override
  public void logData(
      Direction direction,
      ChannelHandlerContext context,
      int streamId,
      ByteBuf data,
      int padding,
      boolean endStream) {
    if (direction == Direction.INBOUND) {
      frames.accept("DATA " + data.toString(UTF_8) + (endStream ? END : ""));
    }
  }

  @Override
  public void logRstStream(
      Direction direction, ChannelHandlerContext context, int streamId, long errorCode) {
    if (direction == Direction.INBOUND) {
      frames.accept("RST_STREAM " + Http2Error.valueOf(errorCode));
    }
  }

  @Override
  public void logGoAway(
      Direction direction,
      ChannelHandlerContext context,
      int lastStreamId,
      long errorCode,
      ByteBuf debugData) {
    if (direction == Direction.INBOUND) {
      frames.accept(
          "GOAWAY " + Http2Error.valueOf(errorCode) + " \"" + debugData.toString(UTF_8) + "\"");
    }
  }

  @Override
  public void logPingAck(Direction direction, ChannelHandlerContext context, long data) {
    if (direction == Direction.INBOUND) {
      frames.accept("PING ACK " + data);
    }
  }

  private static String text(Http2Headers headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .map(header -> " " + header.getKey() + "=" + header.getValue())
        .collect(joining());
  }
}
