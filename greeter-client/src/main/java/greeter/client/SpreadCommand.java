package greeter.client;

import greeter.api.Wire;
import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.connect.Connector;
import greeter.client.connect.Reach;
import greeter.client.method.MethodCall;
import greeter.client.method.Unreachable;
import greeter.client.spread.Expectation;
import greeter.client.spread.Spread;
import greeter.client.spread.SpreadOutput;
import greeter.client.spread.SpreadRun;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "spread",
    mixinStandardHelpOptions = true,
    description =
        "Who answers? Calls both services, or --method, many times, counts the pods, and judges.",
    footerHeading = "%nVerdict:%n",
    footer = {
      "  Each pod's share of the calls, divided by the share it should have, has an",
      "  interval that misses the truth in one run of 1,000, all pods taken together.",
      "  FAIL if one interval lies outside 1 - tolerance .. 1 + tolerance, PASS if all",
      "  lie inside, else inconclusive, with the calls that it would take. A failed",
      "  call is a FAIL, too, as is a connection that reaches one of several pods only.",
      "",
      "Exit codes: 0 PASS, 1 FAIL, 2 usage, 3 unreachable, 4 INCONCLUSIVE,",
      "  70 internal error, 130 Ctrl-C (prints what is known by then).",
      "",
      "Examples:",
      "  greeter-client spread 127.0.0.1:8080 --expect-pods 3",
      "  greeter-client spread ingress.example.com:443 --tls --connections fresh",
      "  greeter-client spread dns:///hello-grpc:8999 --lb round_robin",
      "  greeter-client spread 10.0.0.1:80 --authority nginx-ingress-grpc.example.com",
      "  greeter-client spread HOST:80 --expect-weights hello:hello-v1=9,hello-v2=1",
      "  greeter-client spread HOST:80 --method acme.Shop/Buy --data '{\"id\":\"1\"}'",
      "  greeter-client spread HOST:80 --method health --pod-from metadata:x-pod"
    })
final class SpreadCommand implements Callable<Integer> {
  /** Longer than a lone call's: 100 calls share the connection. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST:PORT", description = "whom to call; gRPC targets as dns:///… too")
  private String target;

  @Option(
      names = "--calls",
      paramLabel = "N",
      converter = Converters.Calls.class,
      description =
          "calls to each service (default: as many as a verdict on the expected pods takes, were"
              + " each pick random: 2400 for 3 pods)")
  private Optional<Integer> calls;

  @Option(
      names = "--connections",
      paramLabel = "N|fresh",
      converter = Converters.Connections.class,
      defaultValue = "1",
      description = "a pool of N, or a fresh one for each call (default: ${DEFAULT-VALUE})")
  private OptionalInt connections;

  @Option(
      names = "--expect-weights",
      paramLabel = "SERVICE:PREFIX=W,…",
      converter = Converters.WeightsOfService.class,
      description =
          "parts of a service's calls, by the beginning of its pods' names; may be repeated"
              + " (default: the same for each pod)")
  private List<Converters.Weights> expectWeights = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM[=FILE]",
      converter = Converters.SpreadOutputs.class,
      description =
          "table or html, to a FILE or to standard output; may be repeated (default: table to"
              + " standard output)")
  private List<Outputs.Output<SpreadOutput>> outputs = List.of();

  @Mixin private EvennessOptions evenness;

  @Mixin private MethodOptions methodOptions;

  @Mixin private TargetOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Outputs.check(spec, outputs);
    Connector connector = options.connector(target);
    checkWeights();
    MethodOptions.Lookup lookup = methodOptions.lookup();
    Duration deadline = options.deadline(DEADLINE);
    Optional<String> unreachable = Reach.whyNot(connector.target(), deadline);
    if (unreachable.isPresent()) {
      return unreachable(unreachable.get());
    }
    Map<Greeting<?, ?>, Expectation> services;
    try {
      services = services(lookup.on(connector, deadline));
    } catch (Unreachable e) {
      return unreachable(e.getMessage());
    }
    try (Interrupt interrupt = Interrupt.ofThisThread()) {
      Spread spread = run(services, connector, deadline);
      if (spread.isServedByNobody() && !interrupt.came()) {
        Optional<MethodCall> health = methodOptions.healthInstead(connector, deadline);
        if (health.isPresent()) {
          spread = run(services(health), connector, deadline);
        }
      }
      boolean interrupted = interrupt.came();
      Spread told = spread;
      Outputs.print(
          spec,
          outputs,
          SpreadOutput.TABLE,
          (form, out) -> form.report().print(target, told, interrupted, out));
      return interrupted ? ExitCode.INTERRUPTED : spread.verdict().exitCode();
    }
  }

  private Spread run(
      Map<Greeting<?, ?>, Expectation> services, Connector connector, Duration deadline)
      throws InterruptedException {
    return new SpreadRun(
            services, calls.map(OptionalInt::of).orElse(OptionalInt.empty()), connections)
        .run(connector, new Caller(deadline));
  }

  private int unreachable(String why) {
    spec.commandLine().getErr().println(target + " is unreachable: " + Wire.printable(why));
    return ExitCode.UNREACHABLE;
  }

  private Map<Greeting<?, ?>, Expectation> services(Optional<MethodCall> method) {
    List<Greeting<?, ?>> greetings =
        method.isPresent()
            ? List.of(methodOptions.unary(method.get()))
            : List.of(Greeting.hello("spread", ""), Greeting.goodbye("spread"));
    Map<Greeting<?, ?>, Expectation> services = new LinkedHashMap<>();
    for (Greeting<?, ?> greeting : greetings) {
      services.put(greeting, expectation(greeting.service()));
    }
    return services;
  }

  private void checkWeights() {
    List<String> services =
        methodOptions.service().map(List::of).orElse(List.of("hello", "goodbye"));
    Set<String> seen = new HashSet<>();
    for (Converters.Weights weights : expectWeights) {
      if (services.stream().noneMatch(service -> isOf(weights, service))) {
        throw new ParameterException(
            spec.commandLine(),
            "--expect-weights: service \"%s\" (expected: %s)"
                .formatted(weights.service(), String.join(" or ", services)));
      }
      if (!seen.add(weights.service().toLowerCase(Locale.ROOT))) {
        throw new ParameterException(
            spec.commandLine(),
            "--expect-weights: service \"" + weights.service() + "\" (expected: once)");
      }
    }
  }

  private Expectation expectation(String service) {
    return new Expectation(
        evenness.pods(),
        expectWeights.stream()
            .filter(weights -> isOf(weights, service))
            .findFirst()
            .map(Converters.Weights::byPrefix)
            .orElse(Map.of()),
        evenness.tolerance());
  }

  private static boolean isOf(Converters.Weights weights, String service) {
    return weights.service().toLowerCase(Locale.ROOT).equals(service.toLowerCase(Locale.ROOT));
  }
}
