package greeter.client;

import static java.util.stream.Collectors.joining;

import greeter.api.Wire;
import greeter.client.calls.Greeting;
import greeter.client.check.Checked;
import greeter.client.check.Checkup;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Output;
import greeter.client.check.Selection;
import greeter.client.connect.Connector;
import greeter.client.connect.Reach;
import greeter.client.method.MethodCall;
import greeter.client.method.Unreachable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    name = "check",
    mixinStandardHelpOptions = true,
    description = "What does the ingress do to gRPC? Runs every check that fits the target.",
    footerHeading = "%nGrades:%n",
    footer = {
      "  PASS, INFO (worth knowing), WARN, FAIL, INCONCLUSIVE (too little was seen);",
      "  and - for what was not run, with the reason. It goes on after a failure.",
      "",
      "  STATUS, DEADLINE, CANCEL, STREAM-IDLE and STREAM-AGE need the servers' help:",
      "  GREETER_FAULT_INJECTION=true in their environment, while they are checked.",
      "",
      "Exit codes: 0 nothing failed, 1 something did, 2 usage, 3 unreachable,",
      "  4 nothing failed but something is inconclusive, 70 internal error,",
      "  130 Ctrl-C (prints what is known by then).",
      "",
      "Examples:",
      "  greeter-client check 127.0.0.1:8080 --expect-pods 3",
      "  greeter-client check ingress.example.com:443 --tls --expect-pods 3 --full",
      "  greeter-client check HOST:80 --only 'LB-*,streams' --skip STREAM-SIZE",
      "  greeter-client check HOST:80 -o junit --fail-on warn >check.xml",
      "  greeter-client check HOST:80 --method acme.Shop/Buy --pod-from json:pod",
      "  greeter-client explain STREAM-IDLE"
    })
final class CheckCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "HOST:PORT",
      arity = "0..1",
      description = "whom to call; gRPC targets as dns:///… too")
  private String target;

  @Option(
      names = "--full",
      description =
          "hold streams and connections quiet for up to 10 minutes too; without it what shows only"
              + " then is not run")
  private boolean full;

  @Option(
      names = "--only",
      paramLabel = "GLOB,…",
      split = ",",
      description = "codes or groups to check, as 'LB-*' or streams, and what they need")
  private List<String> only = List.of();

  @Option(
      names = "--skip",
      paramLabel = "GLOB,…",
      split = ",",
      description = "codes or groups to leave out, unless others need them")
  private List<String> skip = List.of();

  @Option(names = "--list", description = "list the codes that would be checked, and end")
  private boolean list;

  @Option(
      names = "--fail-on",
      paramLabel = "warn|error",
      converter = Converters.FailOn.class,
      defaultValue = "error",
      description = "the least that fails the run (default: ${DEFAULT-VALUE})")
  private Grade failOn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM[=FILE]",
      converter = Converters.CheckOutputs.class,
      description =
          "table, short, json, junit or html, to a FILE or to standard output; may be repeated"
              + " (default: table to standard output)")
  private List<Outputs.Output<Output>> outputs = List.of();

  @Mixin private EvennessOptions evenness;

  @Mixin private MethodOptions methodOptions;

  @Mixin private TargetOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Set<Code> wanted = wanted();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      wanted.forEach(
          code ->
              out.printf(
                  "%-11s %-9s %-6s  %s%s%n",
                  code, code.group().label(), code.form(), code.title(), needs(code)));
      return ExitCode.PASS;
    }
    if (target == null) {
      throw new ParameterException(spec.commandLine(), "HOST:PORT: missing");
    }
    Outputs.check(spec, outputs);
    Connector connector = options.connector(target);
    Duration deadline = options.deadline(DEADLINE);
    Checkup checkup = Checkup.of(wanted, deadline, evenness.pods(), evenness.tolerance(), full);
    MethodOptions.Lookup lookup = methodOptions.lookup();
    Optional<String> unreachable = Reach.whyNot(connector.target(), deadline);
    if (unreachable.isPresent()) {
      return unreachable(connector, unreachable.get());
    }
    Optional<Greeting<?, ?>> method;
    try {
      Optional<MethodCall> call = lookup.on(connector, deadline);
      if (call.isEmpty()) {
        call = methodOptions.healthInstead(connector, deadline);
      }
      method = call.map(methodOptions::unary);
    } catch (Unreachable e) {
      return unreachable(connector, e.getMessage());
    }
    checkup
        .eta()
        .ifPresent(
            eta ->
                spec.commandLine()
                    .getErr()
                    .printf(
                        "this takes up to %d min %d s%n", eta.toMinutes(), eta.toSecondsPart()));
    try (Interrupt interrupt = Interrupt.ofThisThread()) {
      Checked checked = run(checkup, connector, method);
      Outputs.print(
          spec, outputs, Output.TABLE, (form, to) -> form.report().print(checked, failOn, to));
      return interrupt.came() ? ExitCode.INTERRUPTED : exitCode(checked);
    }
  }

  private int unreachable(Connector connector, String why) throws IOException {
    String told =
        why.startsWith("no such host")
            ? why
            : why + "; is it the right port, and does something listen there?";
    spec.commandLine().getErr().printf("%s is unreachable: %s%n", target, Wire.printable(told));
    Outputs.print(
        spec,
        outputs,
        Output.TABLE,
        (form, to) -> form.report().unreachable(connector.target().written(), told, to));
    return ExitCode.UNREACHABLE;
  }

  private Checked run(Checkup checkup, Connector connector, Optional<Greeting<?, ?>> method) {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress progress = Progress.of(err, checkup.codes(), checkup.eta())) {
      return checkup.run(connector, method, progress::add);
    }
  }

  private Set<Code> wanted() {
    try {
      return Selection.of(only, skip);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--only, --skip: " + e.getMessage());
    }
  }

  private int exitCode(Checked checked) {
    return switch (checked.verdict(failOn)) {
      case FAIL -> ExitCode.FAILED;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      default -> ExitCode.PASS;
    };
  }

  private static String needs(Code code) {
    return code.needs().isEmpty()
        ? ""
        : code.needs().stream().map(Code::label).collect(joining(", ", " (needs ", ")"));
  }
}
