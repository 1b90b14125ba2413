package greeter.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Reports a handler that holds its event loop for more than {@link #LIMIT}: all the connections of
 * that loop wait meanwhile. It costs a turn two writes; a thread beside the loops does the looking.
 */
final class LoopWatch implements ServerInterceptor, AutoCloseable {
  static final Duration LIMIT = Duration.ofMillis(100);

  /** What held a loop, and where in the code it was when that was seen. */
  record Held(String method, Duration atLeast, List<StackTraceElement> stack) {}

  private final Consumer<Held> report;
  private final Set<Turn> turns = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Turn> turn =
      ThreadLocal.withInitial(
          () -> {
            Turn mine = new Turn(Thread.currentThread());
            turns.add(mine);
            return mine;
          });
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "loop-watch");
            thread.setDaemon(true);
            return thread;
          });

  private LoopWatch(Consumer<Held> report) {
    this.report = report;
  }

  /** Starts to watch. */
  static LoopWatch start(Consumer<Held> report) {
    LoopWatch watch = new LoopWatch(report);
    long period = LIMIT.toMillis() / 2;
    var unused = watch.watcher.scheduleAtFixedRate(watch::look, period, period, MILLISECONDS);
    return watch;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    Turn mine = turn.get();
    mine.begin(method);
    try {
      return new Watched<>(next.startCall(call, headers), method);
    } finally {
      mine.end();
    }
  }

  private void look() {
    long now = System.nanoTime();
    turns.removeIf(mine -> !mine.thread.isAlive());
    turns.forEach(mine -> mine.heldAt(now).ifPresent(report));
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }

  private final class Watched<Q> extends SimpleForwardingServerCallListener<Q> {
    private final String method;

    Watched(ServerCall.Listener<Q> listener, String method) {
      super(listener);
      this.method = method;
    }

    @Override
    public void onMessage(Q message) {
      watched(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      watched(super::onHalfClose);
    }

    @Override
    public void onReady() {
      watched(super::onReady);
    }

    @Override
    public void onCancel() {
      watched(super::onCancel);
    }

    @Override
    public void onComplete() {
      watched(super::onComplete);
    }

    private void watched(Runnable callback) {
      Turn mine = turn.get();
      mine.begin(method);
      try {
        callback.run();
      } finally {
        mine.end();
      }
    }
  }
}
