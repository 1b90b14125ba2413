package greeter.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers for a handler that throws: a {@link StatusRuntimeException} becomes its status, anything
 * else UNKNOWN, as gRPC says for application errors, and is logged. grpc-java itself would answer
 * below the interceptors, without the pod's name.
 */
final class CallGuard implements ServerInterceptor {
  private static final Logger LOG = Logger.getLogger(CallGuard.class.getName());

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return new Guarded<>(next.startCall(call, headers), call);
    } catch (RuntimeException | Error e) {
      answer(call, e);
      return new ServerCall.Listener<>() {};
    }
  }

  private static void answer(ServerCall<?, ?> call, Throwable e) {
    try {
      call.close(statusOf(call, e), new Metadata());
    } catch (IllegalStateException answered) {
      // The handler had answered before it threw, and that stands.
      LOG.log(Level.FINE, "answered before", answered);
    }
  }

  private static Status statusOf(ServerCall<?, ?> call, Throwable e) {
    if (e instanceof StatusRuntimeException status) {
      return status.getStatus();
    }
    LOG.log(Level.SEVERE, e, () -> call.getMethodDescriptor().getFullMethodName() + " failed");
    return Status.UNKNOWN.withDescription("Application error processing RPC");
  }

  private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean closed;

    Guarded(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable callback) {
      if (closed) {
        return;
      }
      try {
        callback.run();
      } catch (RuntimeException | Error e) {
        closed = true;
        answer(call, e);
      }
    }
  }
}
