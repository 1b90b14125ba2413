package greeter.server;

import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes the calls of methods that block off the event loop, to threads of a pool, each call's
 * events in their order. All others stay on the loop, and pay nothing for these: an executor for
 * each call, which gRPC can be told, would put a queue before every event of every call.
 */
final class OffLoop implements ServerInterceptor, AutoCloseable {
  private static final int THREADS = 16;

  // By name: a method's descriptor is another one once its marshallers are.
  private final Set<String> blocking;
  private final ExecutorService pool;

  OffLoop(Set<MethodDescriptor<?, ?>> blocking) {
    this.blocking =
        blocking.stream().map(MethodDescriptor::getFullMethodName).collect(Collectors.toSet());
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), OffLoop::thread);
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  /**
   * The service with those of its methods that block off the loop, and guarded there. Requests are
   * parsed where the handler runs, so that one that does not parse is answered in its turn.
   */
  ServerServiceDefinition around(BindableService service) {
    ServerServiceDefinition parsing = Marshalling.behindInterceptors(service);
    boolean blocks =
        parsing.getMethods().stream().anyMatch(method -> blocks(method.getMethodDescriptor()));
    return blocks ? ServerInterceptors.interceptForward(parsing, this, new CallGuard()) : parsing;
  }

  private boolean blocks(MethodDescriptor<?, ?> method) {
    return blocking.contains(method.getFullMethodName());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!blocks(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    Executor inOrder = MoreExecutors.newSequentialExecutor(pool);
    Moved<Q> moved = new Moved<>(Context.currentContextExecutor(inOrder));
    moved.execute(() -> moved.listener = next.startCall(call, headers));
    return moved;
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "blocking-call");
    thread.setDaemon(true);
    return thread;
  }

  /** Passes the events on, on another thread. */
  private static final class Moved<Q> extends ServerCall.Listener<Q> {
    private final Executor inOrder;

    /** There before any event is passed on. */
    private ServerCall.Listener<Q> listener;

    Moved(Executor inOrder) {
      this.inOrder = inOrder;
    }

    void execute(Runnable event) {
      inOrder.execute(event);
    }

    @Override
    public void onMessage(Q message) {
      Q bytes = copyOf(message);
      execute(() -> listener.onMessage(bytes));
    }

    @Override
    public void onHalfClose() {
      execute(() -> listener.onHalfClose());
    }

    @Override
    public void onCancel() {
      execute(() -> listener.onCancel());
    }

    @Override
    public void onComplete() {
      execute(() -> listener.onComplete());
    }

    @Override
    public void onReady() {
      execute(() -> listener.onReady());
    }

    /** gRPC closes a message, and takes its memory back, as soon as it was passed on. */
    @SuppressWarnings("unchecked") // Marshalling's requests are streams of bytes
    private static <Q> Q copyOf(Q message) {
      try {
        return (Q) new ByteArrayInputStream(((InputStream) message).readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e); // its bytes are in memory
      }
    }
  }
}
