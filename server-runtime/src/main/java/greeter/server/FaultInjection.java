package greeter.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import greeter.api.Behavior;
import greeter.api.Wire;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Misbehaves as {@link Wire#RPC_BEHAVIOR} asks, so that a client can see what a proxy makes of it.
 * A call that asks for nothing passes untouched.
 *
 * <p>All callbacks of a call that misbehaves, and its timers, run on one thread, which waits for
 * timers alone: the event loops never wait, and nothing here has to be synchronized.
 */
final class FaultInjection implements ServerInterceptor, ServerCallExecutorSupplier, AutoCloseable {
  /** The calls that may sleep or be kept open at once: some kB each. */
  static final int MOST_HELD = 1000;

  private final String pod;
  private final int longest;
  private final Duration second;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread made = new Thread(work, "fault-injection");
            made.setDaemon(true);
            return made;
          },
          // After the end only: nobody is left to be told.
          new ThreadPoolExecutor.DiscardPolicy());

  private int held;

  /**
   * For the server of this pod.
   *
   * @param longest seconds that a call sleeps in all, and that it is then kept open
   * @param second how long one takes, of those that are asked for
   */
  FaultInjection(String pod, int longest, Duration second) {
    this.pod = pod;
    this.longest = longest;
    this.second = second;
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** This one's own where a call is to misbehave; others stay on the event loop. */
  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata request) {
    return request.containsKey(Wire.RPC_BEHAVIOR) ? thread : Runnable::run;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata request, ServerCallHandler<Q, A> next) {
    if (!request.containsKey(Wire.RPC_BEHAVIOR)) {
      return next.startCall(call, request);
    }
    List<Behavior> asked;
    try {
      asked = Behavior.in(request).stream().filter(each -> each.isFor(pod)).toList();
    } catch (IllegalArgumentException e) {
      return refuse(call, Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
    }
    long asleep =
        asked.stream()
            .filter(each -> each.kind() == Behavior.Kind.SLEEP)
            .mapToLong(Behavior::number)
            .sum();
    if (asleep > longest) {
      return refuse(
          call,
          Status.INVALID_ARGUMENT.withDescription(
              "rpc-behavior: sleeps of %d s (expected: 0..%d in all)".formatted(asleep, longest)));
    }
    MisbehavingCall<Q, A> misbehaving =
        new MisbehavingCall<>(call, request, next, asked, new Hold());
    misbehaving.proceed();
    return misbehaving;
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** What a call that waits has: a place among {@link #MOST_HELD}, and timers. */
  final class Hold {
    private final List<Future<?>> timers = new ArrayList<>();
    private boolean taken;

    /** Takes a place, if the call has none yet; whether it has one now. */
    boolean take() {
      if (!taken && held < MOST_HELD) {
        taken = true;
        held++;
      }
      return taken;
    }

    /** The most seconds that a call is kept open. */
    int longest() {
      return longest;
    }

    /** The time that so many seconds take. */
    Duration seconds(int number) {
      return second.multipliedBy(number);
    }

    void after(Duration time, Runnable work) {
      timers.add(thread.schedule(Context.current().wrap(work), time.toMillis(), MILLISECONDS));
    }

    void every(Duration time, Runnable work) {
      long period = time.toMillis();
      timers.add(
          thread.scheduleAtFixedRate(Context.current().wrap(work), period, period, MILLISECONDS));
    }

    /** Gives the place back, and stops the timers. */
    void end() {
      if (taken) {
        taken = false;
        held--;
      }
      timers.forEach(timer -> timer.cancel(false));
      timers.clear();
    }
  }
}
