package greeter.server;

import greeter.api.Behavior;
import greeter.api.Wire;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One call that does what its caller asked for, before its handler begins or in its stead. */
final class MisbehavingCall<Q, A> extends ServerCall.Listener<Q> {
  private final ServerCall<Q, A> call;
  private final Metadata request;
  private final ServerCallHandler<Q, A> next;
  private final Iterator<Behavior> behaviors;
  private final FaultInjection.Hold hold;
  private final List<Consumer<ServerCall.Listener<Q>>> missed = new ArrayList<>();
  private Optional<ServerCall.Listener<Q>> handler = Optional.empty();

  MisbehavingCall(
      ServerCall<Q, A> call,
      Metadata request,
      ServerCallHandler<Q, A> next,
      List<Behavior> behaviors,
      FaultInjection.Hold hold) {
    this.call = call;
    this.request = request;
    this.next = next;
    this.behaviors = behaviors.iterator();
    this.hold = hold;
  }

  /** Does what is still to be done, up to the next sleep. */
  void proceed() {
    while (behaviors.hasNext()) {
      Behavior behavior = behaviors.next();
      switch (behavior.kind()) {
        case SLEEP -> {
          if (held()) {
            hold.after(hold.seconds(behavior.number()), this::proceed);
          }
          return;
        }
        case KEEP_OPEN -> {
          if (held()) {
            keepOpen(behavior);
          }
          return;
        }
        case ERROR_CODE -> {
          if (behavior.number() == 0) {
            answer();
          } else {
            fail(behavior);
          }
          return;
        }
        case SUCCEED_ON_RETRY_ATTEMPT -> {
          if (behavior.number() == Sightings.attempt(request)) {
            answer();
            return;
          }
        }
      }
    }
    answer();
  }

  private boolean held() {
    if (hold.take()) {
      return true;
    }
    close(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "rpc-behavior: %d calls wait here already (expected: fewer)"
                .formatted(FaultInjection.MOST_HELD)),
        new Metadata());
    return false;
  }

  private void answer() {
    hold.end();
    start(call);
  }

  private void fail(Behavior behavior) {
    Metadata trailers = new Metadata();
    trailers.put(Wire.GREETER_TRAILER, Wire.KEPT);
    close(
        Status.fromCodeValue(behavior.number()).withDescription(behavior.description()), trailers);
  }

  private void keepOpen(Behavior behavior) {
    hold.after(
        hold.seconds(hold.longest()),
        () ->
            close(
                Status.ABORTED.withDescription(
                    "%s: %d s are over".formatted(behavior.description(), hold.longest())),
                new Metadata()));
    call.sendHeaders(new Metadata());
    Optional<Duration> beat = beat();
    if (beat.isPresent()) {
      start(new PacedCall<>(call, beat.get(), hold));
    } else {
      // A unary call's headers are flushed no sooner than its request is read.
      call.request(1);
    }
  }

  private Optional<Duration> beat() {
    return call.getMethodDescriptor().getType().serverSendsOneMessage() || !behaviors.hasNext()
        ? Optional.empty()
        : Optional.of(behaviors.next())
            .filter(behavior -> behavior.kind() == Behavior.Kind.SLEEP && behavior.number() > 0)
            .map(sleep -> hold.seconds(sleep.number()));
  }

  private void start(ServerCall<Q, A> started) {
    ServerCall.Listener<Q> listener = next.startCall(started, request);
    handler = Optional.of(listener);
    missed.forEach(event -> event.accept(listener));
  }

  private void close(Status status, Metadata trailers) {
    hold.end();
    call.close(status, trailers);
  }

  @Override
  public void onMessage(Q message) {
    if (handler.isPresent()) {
      handler.get().onMessage(message);
    } else {
      call.request(1);
    }
  }

  @Override
  public void onReady() {
    tell(ServerCall.Listener::onReady);
  }

  @Override
  public void onHalfClose() {
    tell(ServerCall.Listener::onHalfClose);
  }

  @Override
  public void onCancel() {
    hold.end();
    tell(ServerCall.Listener::onCancel);
  }

  @Override
  public void onComplete() {
    hold.end();
    tell(ServerCall.Listener::onComplete);
  }

  /** Tells the handler, or keeps what it would miss until it begins. */
  private void tell(Consumer<ServerCall.Listener<Q>> event) {
    handler.ifPresentOrElse(event, () -> missed.add(event));
  }
}
