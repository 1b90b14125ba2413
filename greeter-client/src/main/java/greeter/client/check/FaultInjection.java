package greeter.client.check;

import greeter.api.Behavior;
import greeter.api.Seen;
import greeter.api.Wire;
import greeter.client.calls.LiveCall;
import greeter.client.calls.LiveCall.Ended;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether servers do what they are asked to, and tell what they see, through what is before them.
 */
enum FaultInjection {
  USABLE(""),
  OFF("needs GREETER_FAULT_INJECTION=true at the servers"),
  /** As where a proxy takes out what it does not know. */
  NOT_ASKED("needs rpc-behavior to reach the servers, all of which have fault injection"),
  NOT_TOLD("needs greeter-seen to come back from the servers, all of which have fault injection");

  /** No call ends so by itself. */
  private static final Status.Code UNLIKELY = Status.Code.DATA_LOSS;

  /** A call may be lost for reasons of its own. */
  private static final int ASKED = 3;

  private final String lack;

  FaultInjection(String lack) {
    this.lack = lack;
  }

  static FaultInjection of(boolean told, boolean obeyed) {
    if (told) {
      return obeyed ? USABLE : NOT_ASKED;
    }
    return obeyed ? NOT_TOLD : OFF;
  }

  /** What a check lacks that goes by it; empty if nothing. */
  Optional<String> lack() {
    return this == USABLE ? Optional.empty() : Optional.of(lack);
  }

  /** Whether the servers say what they saw of a call. */
  static boolean isTold(ManagedChannel channel, Service<?, ?> service, Duration deadline)
      throws InterruptedException {
    for (int i = 0; i < ASKED; i++) {
      LiveCall<?, ?> call = service.call(channel, deadline);
      Optional<Ended> end = call.endWithin(deadline.multipliedBy(2));
      if (end.isEmpty() || end.get().status().isOk()) {
        return call.headers().isDone() && Seen.in(call.headers().join()).isPresent();
      }
    }
    return false;
  }

  /**
   * Whether a caller can have a call fail. That servers do not say so proves nothing. Whoever gets
   * a reply was not obeyed; whoever gets another error may have been, since a proxy that changes
   * errors is for STATUS to tell.
   */
  static boolean isObeyed(ManagedChannel channel, Service<?, ?> service, Duration deadline)
      throws InterruptedException {
    Metadata metadata = new Metadata();
    metadata.put(Wire.RPC_BEHAVIOR, Behavior.format(Behavior.errorCode(UNLIKELY.value())));
    for (int i = 0; i < ASKED; i++) {
      LiveCall<?, ?> call = service.ask(channel, metadata, deadline);
      Optional<Ended> end = call.endWithin(deadline.multipliedBy(2));
      if (end.isEmpty() || call.replies() > 0) {
        return false;
      }
      if (end.get().status().getCode() == UNLIKELY) {
        return true;
      }
    }
    return true;
  }
}
