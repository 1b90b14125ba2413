package greeter.client.server;

import greeter.api.Behavior;
import greeter.api.Behavior.Kind;
import greeter.api.Seen;
import greeter.api.Wire;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Acts and tells as servers with fault injection do, but for the time that it does not take: of
 * sleeps the one of 2 s never ends, and the others are none. A test overrides what is to go wrong.
 */
public class Acting implements ServerInterceptor {
  private final AtomicLong cancelled = new AtomicLong();

  public BindableService over(BindableService service) {
    return () -> ServerInterceptors.intercept(service, this);
  }

  /** The deadline that the pod tells; {@code left} is what it has. */
  protected Optional<Duration> deadline(Optional<Duration> left) {
    return left;
  }

  /** The trailers of an error; these are what the pod was to send. */
  protected Metadata trailers(Metadata kept) {
    return kept;
  }

  /** The status of an error; this is what the pod was to send. */
  protected Status status(Status asked) {
    return asked;
  }

  /** The end of a call that is to be answered after so many seconds; empty: the answer. */
  protected Optional<Status> endOfSleep(int seconds) {
    return Optional.empty();
  }

  /** How many calls a cancelled one counts for. */
  protected int countOfCancel() {
    return 1;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> plain, Metadata request, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> call = new Telling<>(plain);
    List<Behavior> asked = Behavior.in(request);
    if (asked.isEmpty()) {
      return next.startCall(call, request);
    }
    Behavior behavior = asked.get(0);
    if (behavior.kind() == Kind.ERROR_CODE) {
      Metadata trailers = new Metadata();
      trailers.put(Wire.GREETER_TRAILER, Wire.KEPT);
      call.close(
          status(Status.fromCodeValue(behavior.number()).withDescription(behavior.description())),
          trailers(trailers));
    } else if (behavior.kind() == Kind.KEEP_OPEN) {
      call.sendHeaders(new Metadata());
      call.request(1);
    } else if (endOfSleep(behavior.number()).isPresent()) {
      call.close(endOfSleep(behavior.number()).get(), new Metadata());
    } else if (behavior.number() != 2) {
      return next.startCall(call, request);
    }
    return new ServerCall.Listener<>() {
      @Override
      public void onCancel() {
        cancelled.addAndGet(countOfCancel());
      }
    };
  }

  private final class Telling<Q, A> extends SimpleForwardingServerCall<Q, A> {
    Telling(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      Optional<Duration> left =
          Optional.ofNullable(Context.current().getDeadline())
              .map(deadline -> Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
      headers.put(Wire.GREETER_SEEN, new Seen(deadline(left), 0, 0, cancelled.get()).format());
      super.sendHeaders(headers);
    }
  }
}
