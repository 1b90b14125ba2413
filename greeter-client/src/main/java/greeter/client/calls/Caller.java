package greeter.client.calls;

import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Calls, and tells how each call ended. Safe for use by several threads. */
public final class Caller {
  private final Duration deadline;
  private final LongAdder replayed = new LongAdder();
  private final Map<SocketAddress, LongAdder> answeredByConnection = new ConcurrentHashMap<>();

  /**
   * A caller.
   *
   * @param deadline of each call
   */
  public Caller(Duration deadline) {
    this.deadline = deadline;
  }

  /** Sends one call. On one channel, calls go out in the order of these calls. */
  public <Q, A> CompletableFuture<Outcome> send(Channel channel, Greeting<Q, A> greeting) {
    ClientCall<Q, A> call =
        channel.newCall(
            greeting.method(),
            CallOptions.DEFAULT
                .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(new Replays()));
    Answer<A> answer = new Answer<>(call, greeting);
    call.start(answer, new Metadata());
    call.request(2); // one, and the end: a second message would be an error of the server's
    call.sendMessage(greeting.request());
    call.halfClose();
    return answer.outcome;
  }

  /** How many calls gRPC sent again by itself, because no server had seen them yet. */
  public long replayed() {
    return replayed.sum();
  }

  /** How many calls were answered on each connection. */
  public List<Long> answeredByConnection() {
    return answeredByConnection.values().stream().map(LongAdder::sum).toList();
  }

  /**
   * Of one call, which gRPC may send again more than once: the connection it picks may be ending.
   */
  private final class Replays extends ClientStreamTracer.Factory {
    private final AtomicBoolean seen = new AtomicBoolean();

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      if (info.isTransparentRetry() && seen.compareAndSet(false, true)) {
        replayed.increment();
      }
      return new ClientStreamTracer() {};
    }
  }

  private final class Answer<A> extends ClientCall.Listener<A> {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final ClientCall<?, A> call;
    private final Greeting<?, A> greeting;
    private Optional<String> pod = Optional.empty();
    private Optional<String> podInReply = Optional.empty();
    private Optional<String> text = Optional.empty();

    Answer(ClientCall<?, A> call, Greeting<?, A> greeting) {
      this.call = call;
      this.greeting = greeting;
    }

    @Override
    public void onHeaders(Metadata headers) {
      pod = greeting.podFrom().inMetadata(headers);
    }

    @Override
    public void onMessage(A message) {
      podInReply = pod.isPresent() ? Optional.empty() : greeting.podFrom().inMessage(message);
      text = Optional.of(greeting.text().apply(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      outcome.complete(
          status.isOk() && text.isPresent()
              ? served(text.get(), trailers)
              : failed(status, trailers));
    }

    private Served served(String reply, Metadata trailers) {
      Optional<SocketAddress> local =
          Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
      local.ifPresent(
          end -> answeredByConnection.computeIfAbsent(end, key -> new LongAdder()).increment());
      Optional<String> named = pod.or(() -> greeting.podFrom().inMetadata(trailers));
      return new Served(reply, named.or(() -> podInReply), named.isPresent(), local);
    }

    private Failed failed(Status status, Metadata trailers) {
      return new Failed(
          status.isOk() ? Status.INTERNAL.withDescription("OK without a reply") : status,
          greeting.podFrom().inMetadata(trailers).or(() -> pod),
          Origin.of(status, trailers, greeting.podFrom()));
    }
  }
}
