package greeter.client;

import greeter.client.connect.Connector;
import greeter.client.connect.Reach;
import greeter.client.load.Load;
import greeter.client.load.LoadResult;
import greeter.client.load.Plan;
import greeter.client.load.Work;
import greeter.client.load.Workload;
import greeter.client.method.MethodCall;
import greeter.client.method.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
      "  Memory does not grow with the number of calls: java -Xmx96m -jar … is enough.",
      "",
      "Exit codes: 0 the SLO is met, 1 it is not, or worse than the baseline, 2 usage,",
      "  3 unreachable, 4 no call was sent, or the baseline is of other calls, another",
      "  pace or connections, or was interrupted, 70 internal error, 130 Ctrl-C (prints what is known).",
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
  private static final int MESSAGES = 10;

  /** Beyond the deadline of the calls in flight, for the report. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST:PORT", description = "whom to call; gRPC targets as dns:///… too")
  private String target;

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

  @Mixin private PlanOptions planOptions;

  @Mixin private LoadReportOptions report;

  @Mixin private MethodOptions methodOptions;

  @Mixin private TargetOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Connector connector = options.connector(target);
    Workload greetings = greetings();
    Plan plan = planOptions.plan(options.deadline(DEADLINE), payload.orElse(0));
    if (plan.open().isEmpty() && report.slo().asksForRate()) {
      throw wrong("--slo: rate needs --rate");
    }
    MethodOptions.Lookup lookup = methodOptions.lookup();
    report.check();
    Optional<String> unreachable = Reach.whyNot(connector.target(), plan.deadline());
    if (unreachable.isPresent()) {
      return unreachable(unreachable.get());
    }
    Workload workload;
    try {
      Optional<MethodCall> method = lookup.on(connector, plan.deadline());
      if (method.isEmpty() && mix.isEmpty()) {
        method = methodOptions.healthInstead(connector, plan.deadline());
      }
      workload = method.map(LoadCommand::workload).orElse(greetings);
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
    try (LoadProgress progress = LoadProgress.of(spec.commandLine().getErr(), load)) {
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
    if (messages.isPresent() && !parts.contains("-bidi")) {
      throw wrong("--messages: needs hello-bidi or goodbye-bidi in --mix");
    }
    try {
      return Workload.greetings(parts, messages.orElse(MESSAGES), payload.orElse(0));
    } catch (IllegalArgumentException e) {
      throw wrong("--mix: \"" + parts + "\" (expected: " + e.getMessage() + ")");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
