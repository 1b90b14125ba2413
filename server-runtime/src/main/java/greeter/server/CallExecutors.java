package greeter.server;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The executor of each call: the event loop that read it, or, for a method that blocks, a thread of
 * a pool. A hand-over to a pool costs more than an answer like ours takes.
 */
final class CallExecutors implements ServerCallExecutorSupplier, AutoCloseable {
  private static final int THREADS = 16;

  // By name: a method's descriptor is another one once its marshallers are.
  private final Set<String> blocking;
  private final ExecutorService pool;

  CallExecutors(Set<MethodDescriptor<?, ?>> blocking) {
    this.blocking =
        blocking.stream().map(MethodDescriptor::getFullMethodName).collect(Collectors.toSet());
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            CallExecutors::thread);
    threads.allowCoreThreadTimeOut(true);
    this.pool = threads;
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
    return isBlocking(call.getMethodDescriptor()) ? pool : Runnable::run;
  }

  boolean isBlocking(MethodDescriptor<?, ?> method) {
    return blocking.contains(method.getFullMethodName());
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
}
