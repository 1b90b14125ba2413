package greeter.client;

import greeter.client.load.Arrivals;
import greeter.client.load.Plan;
import greeter.client.load.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When the calls of load are made, how many, over what, and how often each is tried. */
final class PlanOptions {
  private static final Duration DURATION = Duration.ofSeconds(10);
  private static final int CONCURRENCY = 50;
  private static final int MAX_IN_FLIGHT = 10_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--rate",
      paramLabel = "R|R:TIME,…",
      converter = Converters.Rates.class,
      description =
          "open loop: calls/s; steps as 100:30s, ramps as 100-1000:1m, one after the other; the"
              + " last may lack its time")
  private Optional<Rate> rate;

  @Option(
      names = "--arrivals",
      paramLabel = "constant|poisson",
      converter = Converters.HowTheyArrive.class,
      description = "with --rate: evenly, or as from many users (default: constant)")
  private Optional<Arrivals> arrivals;

  @Option(
      names = "--max-in-flight",
      paramLabel = "N",
      converter = Converters.UpToMillion.class,
      description = "with --rate: calls at once, what is due beyond is skipped (default: 10000)")
  private Optional<Integer> maxInFlight;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      converter = Converters.Callers.class,
      description = "closed loop: calls at once, each followed by the next (default: 50)")
  private Optional<Integer> concurrency;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Converters.Span.class,
      description = "how long calls are sent (default: 10s, or the sum of the steps of --rate)")
  private Optional<Duration> duration;

  @Option(
      names = "--calls",
      paramLabel = "N",
      converter = Converters.LoadCalls.class,
      description = "in place of a duration: how many")
  private Optional<Long> calls;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = Converters.SpanOrNone.class,
      defaultValue = "2s",
      description = "of calls that are not counted; 0s for none (default: ${DEFAULT-VALUE})")
  private Duration warmup;

  @Option(
      names = "--connections",
      paramLabel = "N",
      converter = Converters.Pool.class,
      defaultValue = "1",
      description = "that share the calls (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--retries",
      paramLabel = "N",
      converter = Converters.Attempts.class,
      description = "attempts at a call that ends with UNAVAILABLE, 2..10 (default: one)")
  private Optional<Integer> retries;

  @Option(
      names = "--raw",
      description =
          "no retry at all: not even what gRPC sends again by itself, as no server saw it")
  private boolean raw;

  /**
   * The plan that the options come to.
   *
   * @param payload bytes added to each request
   * @throws ParameterException if they do not go together
   */
  Plan plan(Duration deadline, int payload) {
    if (rate.isPresent() && concurrency.isPresent()) {
      throw wrong("--rate and --concurrency: one of the two");
    }
    if (duration.isPresent() && calls.isPresent()) {
      throw wrong("--duration and --calls: one of the two");
    }
    if (retries.isPresent() && raw) {
      throw wrong("--retries and --raw: one of the two");
    }
    if (rate.isEmpty() && arrivals.isPresent()) {
      throw wrong("--arrivals: needs --rate");
    }
    if (rate.isEmpty() && maxInFlight.isPresent()) {
      throw wrong("--max-in-flight: needs --rate");
    }
    int callers = concurrency.orElse(CONCURRENCY);
    if (rate.isEmpty() && connections > callers) {
      throw wrong("--connections: \"" + connections + "\" (expected: 1.." + callers + " callers)");
    }
    refuseBeyondMemory("--max-in-flight", maxInFlight, payload);
    refuseBeyondMemory(
        "--concurrency", rate.isPresent() ? Optional.empty() : Optional.of(callers), payload);
    Optional<Rate> whole = rate.map(this::whole);
    return new Plan(
        whole.map(
            r ->
                new Plan.Open(
                    r,
                    arrivals.orElseGet(Arrivals::constant),
                    maxInFlight.orElse(Math.min(MAX_IN_FLIGHT, roomInMemory(payload))))),
        callers,
        calls.isPresent()
            ? Optional.empty()
            : whole.flatMap(Rate::lasts).or(() -> duration.or(() -> Optional.of(DURATION))),
        calls.map(OptionalLong::of).orElse(OptionalLong.empty()),
        warmup,
        connections,
        deadline,
        retries.map(OptionalInt::of).orElse(OptionalInt.empty()),
        raw,
        payload);
  }

  /**
   * Requests on their way fill what Netty may take beside the heap, which is as much as the heap.
   */
  private static int roomInMemory(int payload) {
    long most = Runtime.getRuntime().maxMemory() / 2 / Math.max(1, payload);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
  }

  private void refuseBeyondMemory(String option, Optional<Integer> atOnce, int payload) {
    if (atOnce.filter(n -> n > roomInMemory(payload)).isPresent()) {
      throw wrong(
          "%s: \"%d\" (expected: at most %d with --payload %d; java -Xmx makes room for more)"
              .formatted(option, atOnce.get(), roomInMemory(payload), payload));
    }
  }

  /** With an end of its own, unless it goes by the number of calls. */
  private Rate whole(Rate steps) {
    try {
      if (calls.isPresent()) {
        return steps.endless();
      }
      return steps.lasts().isPresent() && duration.isEmpty()
          ? steps
          : steps.until(duration.orElse(DURATION));
    } catch (IllegalArgumentException e) {
      throw wrong((calls.isPresent() ? "--calls: " : "--duration: ") + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
