package greeter.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import greeter.api.Wire;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/** One call on a real channel, and all that comes back. Each wait has an end. */
public final class Exchange<Q, A> {
  private static final int WAIT_SECONDS = 10;

  private final ClientCall<Q, A> call;
  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final BlockingQueue<A> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
  private final Semaphore ready = new Semaphore(0);

  private Exchange(ClientCall<Q, A> call) {
    this.call = call;
  }

  /** Begins a call. Nothing is sent or asked for yet. */
  public static <Q, A> Exchange<Q, A> begin(Channel channel, MethodDescriptor<Q, A> method) {
    return begin(channel, method, CallOptions.DEFAULT, new Metadata());
  }

  /** The same, with options and metadata. */
  static <Q, A> Exchange<Q, A> begin(
      Channel channel, MethodDescriptor<Q, A> method, CallOptions options, Metadata metadata) {
    Exchange<Q, A> exchange = new Exchange<>(channel.newCall(method, options));
    exchange.call.start(exchange.new Listener(), metadata);
    return exchange;
  }

  /** Makes a call with one request, and asks for every reply. */
  public static <Q, A> Exchange<Q, A> of(
      Channel channel, MethodDescriptor<Q, A> method, Q request) {
    return begin(channel, method).request(Integer.MAX_VALUE).send(request).halfClose();
  }

  /** Asks for so many more replies. */
  public Exchange<Q, A> request(int replies) {
    call.request(replies);
    return this;
  }

  public Exchange<Q, A> send(Q request) {
    call.sendMessage(request);
    return this;
  }

  public Exchange<Q, A> halfClose() {
    call.halfClose();
    return this;
  }

  public void cancel() {
    call.cancel("the test has seen enough", null);
  }

  /** Whether a further request need not be buffered here, now or within this time. */
  public boolean isReadyWithin(Duration time) throws InterruptedException {
    ready.drainPermits();
    return call.isReady() || ready.tryAcquire(time.toMillis(), MILLISECONDS);
  }

  /** The next reply. */
  public A next() throws InterruptedException {
    A message = messages.poll(WAIT_SECONDS, SECONDS);
    if (message == null) {
      throw new AssertionError("no reply; status " + status.getNow(null));
    }
    return message;
  }

  /** The replies that came and were not yet taken. */
  public List<A> replies() {
    List<A> taken = new ArrayList<>();
    messages.drainTo(taken);
    return taken;
  }

  /** The status, when the call has ended: CODE, or CODE: description. */
  public String end() throws InterruptedException {
    Status ended = got(status);
    return ended.getDescription() == null
        ? ended.getCode().name()
        : ended.getCode() + ": " + ended.getDescription();
  }

  /** Whether the call has not ended yet. */
  boolean isOpen() {
    return !status.isDone();
  }

  /** The initial metadata; empty where the call ended without. */
  Metadata headers() throws InterruptedException {
    return got(headers);
  }

  /** The trailers, when the call has ended. */
  Metadata trailers() throws InterruptedException {
    return got(trailers);
  }

  /** The pods in the initial metadata. */
  public List<String> podsInHeaders() throws InterruptedException {
    return pods(got(headers));
  }

  /** The pods in the trailers. */
  public List<String> podsInTrailers() throws InterruptedException {
    return pods(got(trailers));
  }

  private static List<String> pods(Metadata metadata) {
    Iterable<String> pods = metadata.getAll(Wire.HOSTNAME);
    List<String> list = new ArrayList<>();
    if (pods != null) {
      pods.forEach(list::add);
    }
    return list;
  }

  private static <T> T got(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(WAIT_SECONDS, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  private final class Listener extends ClientCall.Listener<A> {
    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onMessage(A message) {
      messages.add(message);
    }

    @Override
    public void onReady() {
      ready.release();
    }

    @Override
    public void onClose(Status ended, Metadata received) {
      headers.complete(new Metadata());
      trailers.complete(received);
      status.complete(ended);
    }
  }
}
