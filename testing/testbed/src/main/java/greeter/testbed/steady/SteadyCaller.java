package greeter.testbed.steady;

import greeter.api.Wire;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends calls to both services in turn, each at its own time whether or not those before it were
 * answered: a target that stalls meets as many calls as one that does not. Channels are as every
 * client has them by default: no retry policy, but gRPC's transparent retries.
 */
final class SteadyCaller implements AutoCloseable {
  /** Of each call. Longer than any proxy may need to find another pod, and short of a minute. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  private final List<ManagedChannel> channels;
  private final long nanosBetweenCalls;
  private final Thread sender = new Thread(this::send, "steady calls");
  private Tally current;

  private SteadyCaller(List<ManagedChannel> channels, long nanosBetweenCalls, Tally first) {
    this.channels = channels;
    this.nanosBetweenCalls = nanosBetweenCalls;
    this.current = first;
  }

  /** Begins to call. */
  static SteadyCaller start(SteadyOptions options, String phase) {
    List<ManagedChannel> channels =
        IntStream.range(0, options.connections()).mapToObj(i -> connect(options)).toList();
    SteadyCaller caller =
        new SteadyCaller(
            channels,
            TimeUnit.SECONDS.toNanos(1) / options.rate(),
            new Tally(phase, Instant.now()));
    caller.sender.setDaemon(true);
    caller.sender.start();
    return caller;
  }

  /** Begins another phase, and waits until all calls of the one before have ended. */
  Tally.Summary next(String phase) throws InterruptedException {
    Tally before;
    synchronized (this) {
      before = current;
      current = new Tally(phase, Instant.now());
    }
    return before.await();
  }

  /** Sends no more calls, and waits until all that were sent have ended. */
  Tally.Summary stop() throws InterruptedException {
    sender.interrupt();
    sender.join();
    return current.await();
  }

  @Override
  public void close() {
    sender.interrupt();
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private static ManagedChannel connect(SteadyOptions options) {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(options.target(), InsecureChannelCredentials.create());
    options.authority().ifPresent(builder::overrideAuthority);
    return builder.build();
  }

  private void send() {
    long start = System.nanoTime();
    for (long n = 0; !Thread.interrupted(); n++) {
      long due = start + n * nanosBetweenCalls;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
      // Both services on each connection.
      Channel channel = channels.get((int) (n / 2 % channels.size()));
      Greeting<?, ?> greeting = n % 2 == 0 ? Greeting.HELLO : Greeting.GOODBYE;
      send(channel, greeting, due);
    }
  }

  private <Q, A> void send(Channel channel, Greeting<Q, A> greeting, long due) {
    Instant now = Instant.now();
    Tally tally;
    synchronized (this) {
      tally = current;
      tally.sent(now);
    }
    ClientCall<Q, A> call =
        channel.newCall(
            greeting.method(),
            CallOptions.DEFAULT
                .withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(new Replays(tally)));
    call.start(new Answer<>(tally, greeting.service(), now, due), new Metadata());
    call.request(2); // one, and the end: a second message would be an error of the server's
    call.sendMessage(greeting.request());
    call.halfClose();
  }

  /** Of one call, which gRPC may send again more than once. */
  private static final class Replays extends ClientStreamTracer.Factory {
    private final AtomicBoolean seen = new AtomicBoolean();
    private final Tally tally;

    Replays(Tally tally) {
      this.tally = tally;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      if (info.isTransparentRetry() && seen.compareAndSet(false, true)) {
        tally.replayed();
      }
      return new ClientStreamTracer() {};
    }
  }

  private static final class Answer<A> extends ClientCall.Listener<A> {
    private final Tally tally;
    private final String service;
    private final Instant sent;
    private final long due;
    private Optional<String> pod = Optional.empty();
    private boolean replied;

    Answer(Tally tally, String service, Instant sent, long due) {
      this.tally = tally;
      this.service = service;
      this.sent = sent;
      this.due = due;
    }

    @Override
    public void onHeaders(Metadata headers) {
      pod = Optional.ofNullable(headers.get(Wire.HOSTNAME));
    }

    @Override
    public void onMessage(A reply) {
      replied = true;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk() && replied) {
        tally.answered(pod, Duration.ofNanos(System.nanoTime() - due));
      } else {
        tally.lost(
            sent,
            service,
            Optional.ofNullable(trailers.get(Wire.HOSTNAME)).or(() -> pod),
            status.isOk() ? Status.INTERNAL.withDescription("OK without a reply") : status);
      }
    }
  }
}
