package greeter.testbed;

import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.load.Arrivals;
import greeter.client.load.Load;
import greeter.client.load.LoadResult;
import greeter.client.load.Plan;
import greeter.client.load.Rate;
import greeter.client.load.Workload;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A run of load in this process, during which something can be made to happen. */
final class LoadRun implements AutoCloseable {
  private static final Duration WARMUP = Duration.ofSeconds(1);

  /** As many as it takes for fresh processes to answer all at the rates of these runs. */
  private static final int WARMING_CALLS = 6_000;

  private static final int WARMING_CALLERS = 50;
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Load load;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<LoadResult> result;

  private LoadRun(Load load) {
    this.load = load;
    this.result = thread.submit(load::run);
  }

  /** Both services at a constant rate, without retries by policy, once their pods are warm. */
  static LoadRun start(String address, int rate, int seconds, int connections) {
    return start(address, rate, seconds, connections, "hello=1,goodbye=1", 1);
  }

  /**
   * The same of streams.
   *
   * @param messages of each, one after the other
   */
  static LoadRun start(
      String address, int rate, int seconds, int connections, String mix, int messages) {
    // Callers that wait for their answers leave no backlog, however slow the pods still are.
    LoadResult unused =
        new Load(
                connector(address),
                plan(Optional.empty(), Optional.empty(), OptionalLong.of(WARMING_CALLS), 1),
                Workload.greetings("hello=1,goodbye=1", 1, 0))
            .run();
    return new LoadRun(
        new Load(
            connector(address),
            plan(
                Optional.of(
                    new Plan.Open(
                        Rate.parse(rate + ":" + seconds + "s"), Arrivals.constant(), 10_000)),
                Optional.of(Duration.ofSeconds(seconds)),
                OptionalLong.empty(),
                connections),
            Workload.greetings(mix, messages, 0)));
  }

  private static Connector connector(String address) {
    return new Connector(
        Target.parse(address, 80),
        Optional.empty(),
        Optional.empty(),
        "pick_first",
        new Metadata());
  }

  private static Plan plan(
      Optional<Plan.Open> open, Optional<Duration> duration, OptionalLong calls, int connections) {
    return new Plan(
        open,
        WARMING_CALLERS,
        duration,
        calls,
        open.isPresent() ? WARMUP : Duration.ZERO,
        connections,
        DEADLINE,
        OptionalInt.empty(),
        false,
        0);
  }

  /** Waits until so many seconds of the run are over; it begins when the warm-up's calls end. */
  LoadRun at(double seconds) {
    long until = Math.round(seconds * 1e9);
    for (long at = load.glance().at().toNanos(); at < until; at = load.glance().at().toNanos()) {
      LockSupport.parkNanos(at < 0 ? 1_000_000 : until - at);
    }
    return this;
  }

  LoadResult result() throws Exception {
    return result.get(2, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
