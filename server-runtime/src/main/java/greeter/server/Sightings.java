package greeter.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import greeter.api.Seen;
import greeter.api.Wire;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Tells each caller what this pod saw of its call, and counts the calls: {@link Seen}. */
final class Sightings implements ServerInterceptor {
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
    Optional<Duration> deadline =
        Optional.ofNullable(Context.current().getDeadline()).map(Sightings::left);
    Sighted<Q, A> sighted = new Sighted<>(call, deadline, attempt(request));
    return new SimpleForwardingServerCallListener<>(next.startCall(sighted, request)) {
      @Override
      public void onCancel() {
        if (sighted.ended.compareAndSet(false, true)) {
          cancelled.incrementAndGet();
        }
        super.onCancel();
      }
    };
  }

  /** How often the call was tried before; 0 if the request says nothing that is a number. */
  static int attempt(Metadata request) {
    String text = request.get(Wire.PREVIOUS_ATTEMPTS);
    return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofMillis(Math.max(0, deadline.timeRemaining(MILLISECONDS)));
  }

  private final class Sighted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Optional<Duration> deadline;
    private final int attempt;
    private final AtomicBoolean ended = new AtomicBoolean();
    private boolean headersSent;

    Sighted(ServerCall<Q, A> call, Optional<Duration> deadline, int attempt) {
      super(call);
      this.deadline = deadline;
      this.attempt = attempt;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headersSent = true;
      sayIn(headers);
      super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!headersSent) {
        sayIn(trailers);
      }
      // Before it is sent: who has the answer finds it counted.
      if (ended.compareAndSet(false, true)) {
        served.incrementAndGet();
      }
      super.close(status, trailers);
    }

    private void sayIn(Metadata response) {
      Seen seen = new Seen(deadline, attempt, served.get(), cancelled.get());
      response.put(Wire.GREETER_SEEN, seen.format());
    }
  }
}
