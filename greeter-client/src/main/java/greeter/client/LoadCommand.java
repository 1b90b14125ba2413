package greeter.client;

import greeter.client.connect.Connector;
import greeter.client.connect.Reach;
import greeter.client.load.Arrivals;
import greeter.client.load.Load;
import greeter.client.load.LoadResult;
import greeter.client.load.Plan;
import greeter.client.load.Rate;
import greeter.client.load.Work;
import greeter.client.load.Workload;
import greeter.client.method.MethodCall;
import greeter.client.method.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "How fast, through whom, and what breaks? Calls at a rate, or in a loop.",
    footerHeading = "%nHow it counts:%n",
    footer = {
      "  With --rate, latency counts from the time when a call was due, sent or not:",
      "  what a stall does to those who wait behind it is in the figures. What is due",
      "  while --max-in-flight calls are under way is skipped, and reported so.",
      "  Calls that failed, and calls that gRPC sent again by itself since no server",
      "  had seen them (replayed), are counted apart.",
      "",
      "Exit codes: 0 the SLO is met, 1 it is not, 2 usage, 3 unreachable,",
      "  4 no call was sent, 70 internal error, 130 Ctrl-C (prints what is known).",
      "",
      "Examples:",
      "  greeter-client load 127.0.0.1:8080 --rate 1000 --duration 30s",
      "  greeter-client load HOST:80 --rate 100:30s,100-1000:1m --slo p99=50ms,errors=0",
      "  greeter-client load HOST:443 --tls --concurrency 100 --connections 4",
      "  greeter-client load HOST:80 --mix hello=3,goodbye-bidi=1 --messages 100",
      "  greeter-client load HOST:80 --rate 200 --duration 5m -o html=run.html",
      "  greeter-client load HOST:80 --method shop.Cart/Get --data '{\"id\":\"7\"}'"
    })
final class LoadCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration DURATION = Duration.ofSeconds(10);
  private static final int CONCURRENCY = 50;
  private static final int MESSAGES = 10;
  private static final int MAX_IN_FLIGHT = 10_000;

  /** Beyond the deadline of the calls in flight, for the report. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST:PORT", description = "whom to call; gRPC targets as dns:///… too")
  private String target;

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
      names = "--mix",
      paramLabel = "NAME=N,…",
      description =
          "parts of the calls: hello, goodbye, hello-stream, goodbye-stream (of replies),"
              + " hello-bidi, goodbye-bidi (default: hello=1,goodbye=1)")
  private Optional<String> mix;

  @Option(
      names = "--messages",
      paramLabel = "N",
      converter = Converters.UpToMillion.class,
      description = "of each bidi stream, each sent when the last was answered (default: 10)")
  private Optional<Integer> messages;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      converter = Converters.Payload.class,
      description = "added to each request, up to 4000000 (default: 0)")
  private Optional<Integer> payload;

  @Option(
      names = "--expect-pods",
      paramLabel = "N",
      converter = Converters.Pods.class,
      description = "pods of each service that must answer")
  private Optional<Integer> expectPods;

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

  @Mixin private LoadReportOptions report;

  @Mixin private MethodOptions methodOptions;

  @Mixin private TargetOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Connector connector = options.connector(target);
    Plan plan = plan();
    Workload greetings = greetings();
    MethodOptions.Lookup lookup = methodOptions.lookup();
    report.check();
    Optional<String> unreachable = Reach.whyNot(connector.target(), plan.deadline());
    if (unreachable.isPresent()) {
      return unreachable(unreachable.get());
    }
    Workload workload;
    try {
      workload = lookup.on(connector, plan.deadline()).map(LoadCommand::workload).orElse(greetings);
    } catch (Unreachable e) {
      return unreachable(e.getMessage());
    }
    try (Interrupt interrupt = Interrupt.ofThisThread(plan.deadline().plus(LAST_WORDS))) {
      LoadResult result = run(connector, plan, workload);
      int exitCode =
          report.report(
              result, expectPods.map(OptionalInt::of).orElse(OptionalInt.empty()), List.of());
      return interrupt.came() ? ExitCode.INTERRUPTED : exitCode;
    }
  }

  @SuppressWarnings("try") // the progress only has to be there
  private LoadResult run(Connector connector, Plan plan, Workload workload) {
    Load load = new Load(connector, plan, workload);
    try (LoadProgress progress = LoadProgress.of(spec.commandLine().getErr(), load, warmup)) {
      return load.run();
    }
  }

  private int unreachable(String why) {
    spec.commandLine().getErr().println(target + " is unreachable: " + why);
    return ExitCode.UNREACHABLE;
  }

  private static Workload workload(MethodCall call) {
    return Workload.of(
        new Work(
            call.method().getServiceName(),
            call.method().getType(),
            call.method().getFullMethodName(),
            call.requests(),
            call.podFrom()));
  }

  /** What is called, unless a method is named. */
  private Workload greetings() {
    if (methodOptions.service().isPresent()) {
      Stream.of(
              mix.map(given -> "--mix"),
              messages.map(given -> "--messages"),
              payload.map(given -> "--payload"))
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              option -> {
                throw wrong(option + ": is for Hello and Goodbye (expected: --data with --method)");
              });
    }
    String parts = mix.orElse("hello=1,goodbye=1");
    try {
      return Workload.greetings(parts, messages.orElse(MESSAGES), payload.orElse(0));
    } catch (IllegalArgumentException e) {
      throw wrong("--mix: \"" + parts + "\" (expected: " + e.getMessage() + ")");
    }
  }

  private Plan plan() {
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
    if (rate.isEmpty() && report.slo().asksForRate()) {
      throw wrong("--slo: rate needs --rate");
    }
    int callers = concurrency.orElse(CONCURRENCY);
    if (rate.isEmpty() && connections > callers) {
      throw wrong("--connections: \"" + connections + "\" (expected: 1.." + callers + " callers)");
    }
    refuseBeyondMemory("--max-in-flight", maxInFlight);
    refuseBeyondMemory("--concurrency", rate.isPresent() ? Optional.empty() : Optional.of(callers));
    Optional<Rate> whole = rate.map(this::whole);
    return new Plan(
        whole.map(
            r ->
                new Plan.Open(
                    r,
                    arrivals.orElseGet(Arrivals::constant),
                    maxInFlight.orElse(Math.min(MAX_IN_FLIGHT, roomInMemory())))),
        callers,
        calls.isPresent()
            ? Optional.empty()
            : whole.flatMap(Rate::lasts).or(() -> duration.or(() -> Optional.of(DURATION))),
        calls.map(OptionalLong::of).orElse(OptionalLong.empty()),
        warmup,
        connections,
        options.deadline(DEADLINE),
        retries.map(OptionalInt::of).orElse(OptionalInt.empty()),
        raw,
        payload.orElse(0));
  }

  /**
   * Requests on their way fill what Netty may take beside the heap, which is as much as the heap.
   */
  private int roomInMemory() {
    long most = Runtime.getRuntime().maxMemory() / 2 / Math.max(1, payload.orElse(0));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
  }

  private void refuseBeyondMemory(String option, Optional<Integer> atOnce) {
    if (atOnce.filter(n -> n > roomInMemory()).isPresent()) {
      throw wrong(
          "%s: \"%d\" (expected: at most %d with --payload %d; java -Xmx makes room for more)"
              .formatted(option, atOnce.get(), roomInMemory(), payload.orElse(0)));
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
    return new ParameterException(spec.commandLine(), message);
  }
}
