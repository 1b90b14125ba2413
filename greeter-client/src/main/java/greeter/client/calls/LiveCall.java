package greeter.client.calls;

import greeter.client.calls.Outcome.Failed;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One call of any kind while it lives: its messages are sent one by one, and what comes is seen as
 * it comes. Every reply is taken as soon as it is there. Safe for use by several threads.
 */
public final class LiveCall<Q, A> {
  private final ClientCall<Q, A> call;
  private final PodFrom<?> podFrom;
  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();
  private boolean over;
  private final Consumer<A> onReply;
  private final Object arrival = new Object();
  private long replies;

  /**
   * How a call ended.
   *
   * @param trailers empty metadata if none came
   * @param failure the same for those who ask who is to blame; empty if the status is OK
   * @param atNanos when, by {@link System#nanoTime}
   */
  public record Ended(Status status, Metadata trailers, Optional<Failed> failure, long atNanos) {}

  private LiveCall(ClientCall<Q, A> call, PodFrom<?> podFrom, Consumer<A> onReply) {
    this.call = call;
    this.podFrom = podFrom;
    this.onReply = onReply;
  }

  /**
   * Starts a call; nothing but its metadata is sent.
   *
   * @param metadata is copied, so calls may share it
   * @param podFrom the metadata in it is what tells the pod here
   * @param deadline empty: none
   */
  public static <Q, A> LiveCall<Q, A> start(
      Channel channel,
      MethodDescriptor<Q, A> method,
      PodFrom<?> podFrom,
      Metadata metadata,
      Optional<Duration> deadline) {
    return start(channel, method, podFrom, metadata, deadline, reply -> {});
  }

  /**
   * As the other.
   *
   * @param onReply is given each message as it comes
   */
  public static <Q, A> LiveCall<Q, A> start(
      Channel channel,
      MethodDescriptor<Q, A> method,
      PodFrom<?> podFrom,
      Metadata metadata,
      Optional<Duration> deadline,
      Consumer<A> onReply) {
    CallOptions options =
        deadline
            .map(
                time -> CallOptions.DEFAULT.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS))
            .orElse(CallOptions.DEFAULT);
    LiveCall<Q, A> live = new LiveCall<>(channel.newCall(method, options), podFrom, onReply);
    // gRPC writes into what it is given, at any time until the end: calls that shared it would
    // break
    // each other's channel.
    Metadata own = new Metadata();
    own.merge(metadata);
    live.call.start(live.new Listener(), own);
    live.call.request(1);
    return live;
  }

  /** Sends a message, or keeps it until there is a connection. */
  public void send(Q message) {
    synchronized (call) {
      if (!over && !ended.isDone()) {
        call.sendMessage(message);
      }
    }
  }

  /** Whether a message would be sent now, rather than kept. */
  public boolean isReady() {
    return call.isReady();
  }

  /** Says that no more messages will be sent; again does nothing. */
  public void halfClose() {
    synchronized (call) {
      if (!over && !ended.isDone()) {
        over = true;
        call.halfClose();
      }
    }
  }

  /** Ends it from this side; what is sent after that is dropped. */
  public void cancel() {
    synchronized (call) {
      over = true;
      call.cancel("no longer wanted", null);
    }
  }

  /** Messages that came by now. */
  public long replies() {
    synchronized (arrival) {
      return replies;
    }
  }

  /** Waits for so many messages in all; false if the end, or the limit, comes before them. */
  public boolean repliesWithin(long count, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (arrival) {
      for (long left = limit.toNanos();
          replies < count && !ended.isDone() && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(arrival, left);
      }
      return replies >= count;
    }
  }

  /** The initial metadata, as soon as it is there; never, if the answer is trailers only. */
  public CompletableFuture<Metadata> headers() {
    return headers;
  }

  /** The pod that has begun to answer; empty if none has, or does not say its name. */
  public Optional<String> pod() {
    return headers.isDone() ? podFrom.inMetadata(headers.join()) : Optional.empty();
  }

  /** The end, as soon as it is there. */
  public CompletableFuture<Ended> ended() {
    return ended;
  }

  /** Waits for the end; empty if it has not come by then. */
  public Optional<Ended> endWithin(Duration time) throws InterruptedException {
    try {
      return Optional.of(ended.get(time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the end of a call that has a deadline, and so an end. */
  public Ended end() throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits for the answer to a unary call that has a deadline.
   *
   * @return why there is none; empty if there is one
   */
  public Optional<Failed> answer() throws InterruptedException {
    Ended end = end();
    return end.failure().isEmpty() && replies() == 0
        ? Optional.of(
            new Failed(
                Status.INTERNAL.withDescription("OK without a reply"), pod(), Origin.UNKNOWN))
        : end.failure();
  }

  /** This end of the connection that carries the call; empty before there is one. */
  public Optional<SocketAddress> connection() {
    return Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
  }

  private final class Listener extends ClientCall.Listener<A> {
    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onMessage(A message) {
      onReply.accept(message);
      synchronized (arrival) {
        replies++;
        arrival.notifyAll();
      }
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(
          new Ended(
              status,
              trailers,
              status.isOk()
                  ? Optional.empty()
                  : Optional.of(
                      new Failed(
                          status,
                          podFrom.inMetadata(trailers).or(LiveCall.this::pod),
                          Origin.of(status, trailers, podFrom))),
              System.nanoTime()));
      synchronized (arrival) {
        arrival.notifyAll();
      }
    }
  }
}
