package greeter.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import greeter.api.Wire;
import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.calls.Handshake;
import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import greeter.client.connect.Connector;
import greeter.client.connect.Loops;
import io.grpc.ManagedChannel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command without a subcommand: the two calls of the 2018 client. */
@Command(
    name = "greeter-client",
    mixinStandardHelpOptions = true,
    versionProvider = GreeterClient.Version.class,
    customSynopsis = {
      "greeter-client [OPTIONS] HOST:PORT [NAME [AGE]]",
      "       greeter-client spread [OPTIONS] HOST:PORT",
      "       greeter-client check [OPTIONS] HOST:PORT",
      "       greeter-client load [OPTIONS] HOST:PORT",
      "       greeter-client merge [OPTIONS] FILE…",
      "       greeter-client explain [CODE] [--for PLACE]"
    },
    description = {
      "Calls the Hello and Goodbye services from outside, as their users do, and says",
      "which pods answered.",
      "",
      "With HOST:PORT alone: one call to each service, one answer after the other."
    },
    footer = {
      "",
      "Exit codes: 0 both answered, 1 one did not, 2 usage. Subcommands have more.",
      "",
      "Try next (greeter-client is the launcher greeter-client/greeter-client, or java -jar",
      "greeter-client/target/greeter-client.jar):",
      "  deploy/local/demo --keep             six servers behind nginx, to try it on",
      "  greeter-client HOST:PORT Ann 30      one call to each service",
      "  greeter-client spread HOST:PORT --expect-pods 3",
      "  greeter-client check HOST:PORT --expect-pods 3",
      "  greeter-client load HOST:PORT --rate 1000",
      "  greeter-client explain               what check looks for, and what helps",
      "  greeter-client spread --help"
    })
final class GreeterClient implements Callable<Integer> {
  /** Kept, since a logger that nobody holds loses its level. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  /** {@code -h} among other letters, too. */
  private static final Pattern HELP = Pattern.compile("-[a-zA-Z]*h[a-zA-Z]*|--help");

  private static final Map<String, String> NETTY_WATCHES =
      Map.of(
          "io.grpc.netty.shaded.io.netty.leakDetection.level", "disabled",
          "io.grpc.netty.shaded.io.netty.jfr.enabled", "false");

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  /** In the order of --help. */
  private static final Map<String, Supplier<?>> SUBCOMMANDS = subcommands();

  /** As the 2018 client's. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "HOST:PORT",
      description = "whom to call; gRPC targets as dns:///HOST:PORT too")
  private String target;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      defaultValue = "world",
      description = "who calls (default: ${DEFAULT-VALUE})")
  private String name;

  @Parameters(
      index = "2",
      paramLabel = "AGE",
      defaultValue = "",
      description = "years, for Hello (default: none)")
  private String age;

  @Mixin private TargetOptions options;

  public static void main(String[] args) {
    // Numbers are read by people and by scripts; they look the same everywhere.
    Locale.setDefault(Locale.ROOT);
    if (System.getProperty("java.util.logging.config.file") == null) {
      // gRPC logs a stack trace for each name that does not resolve; this program says it itself.
      GRPC_LOG.setLevel(Level.OFF);
    }
    // What watches Netty's buffers: the one takes a tenth of load's speed, the other of a call's
    // start.
    NETTY_WATCHES.forEach(
        (name, off) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, off);
          }
        });
    CommandLine commandLine = commandLine(args);
    int exitCode;
    try {
      exitCode = commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      commandLine.getErr().println("internal error: " + e + " (java -Xmx gives more)");
      exitCode = ExitCode.INTERNAL;
    }
    if (commandLine.getOut().checkError()) {
      commandLine
          .getErr()
          .println("standard output: cannot be written (its reader left, or the disk is full)");
      exitCode = ExitCode.INTERNAL;
    }
    Loops.endShared();
    System.exit(exitCode);
  }

  /**
   * The command, with those subcommands that the arguments name, and with all where they ask for
   * help: picocli finds out by reflection what one takes, and a plain call would wait for it.
   */
  static CommandLine commandLine(String... args) {
    CommandLine commandLine = new CommandLine(new GreeterClient());
    List<String> given = List.of(args);
    boolean help = given.isEmpty() || given.stream().anyMatch(arg -> HELP.matcher(arg).matches());
    SUBCOMMANDS.forEach(
        (name, subcommand) -> {
          if (help || given.contains(name)) {
            commandLine.addSubcommand(name, subcommand.get());
          }
        });
    commandLine.setExpandAtFiles(false); // --data @FILE is a value
    commandLine.setOut(utf8(FileDescriptor.out)).setErr(utf8(FileDescriptor.err));
    commandLine.setParameterExceptionHandler(
        (e, ignored) -> {
          String name = e.getCommandLine().getCommandSpec().qualifiedName();
          e.getCommandLine().getErr().printf("%s (see %s --help)%n", message(e), name);
          return ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (e, failed, result) -> {
          failed
              .getErr()
              .println(
                  Wire.printable(
                      e instanceof IOException // of what is written: its text says what and why
                          ? e.getMessage()
                          : "internal error: " + e));
          return ExitCode.INTERNAL;
        });
    return commandLine;
  }

  private static Map<String, Supplier<?>> subcommands() {
    Map<String, Supplier<?>> subcommands = new LinkedHashMap<>();
    subcommands.put("spread", SpreadCommand::new);
    subcommands.put("check", CheckCommand::new);
    subcommands.put("load", LoadCommand::new);
    subcommands.put("merge", MergeCommand::new);
    subcommands.put("explain", ExplainCommand::new);
    return subcommands;
  }

  @Override
  public Integer call() throws Exception {
    if (target == null) {
      throw new ParameterException(spec.commandLine(), "HOST:PORT: missing");
    }
    Connector connector = options.connector(target);
    Caller caller = new Caller(options.deadline(DEADLINE));
    ManagedChannel channel = connector.connect();
    try {
      for (Greeting<?, ?> greeting : List.of(Greeting.hello(name, age), Greeting.goodbye(name))) {
        Outcome outcome = caller.send(channel, greeting).get();
        if (!print(greeting, outcome)) {
          return ExitCode.FAILED;
        }
      }
      return ExitCode.PASS;
    } finally {
      channel.shutdownNow();
    }
  }

  private boolean print(Greeting<?, ?> greeting, Outcome outcome) {
    if (outcome instanceof Served served) {
      // The text of Goodbye has a line break of its own; it is printed as in 2018.
      String text =
          served.text().lines().map(Wire::printable).reduce((a, b) -> a + "\n" + b).orElse("");
      spec.commandLine()
          .getOut()
          .println(
              LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)
                  + " "
                  + greeting.service()
                  + ": "
                  + text);
      return true;
    }
    Failed failed = (Failed) outcome;
    spec.commandLine()
        .getErr()
        .println(
            greeting.service()
                + " failed: "
                + Wire.printable(failed.reason())
                + Handshake.advice(target, failed.reason()).map("; "::concat).orElse(""));
    return false;
  }

  private static String message(ParameterException e) {
    boolean ofValue = e.getCause() instanceof TypeConversionException;
    return Wire.printable(
        ofValue && e.getArgSpec() instanceof OptionSpec option
            ? option.longestName() + ": " + e.getCause().getMessage()
            : e.getMessage());
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, UTF_8);
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GreeterClient.class.getPackage().getImplementationVersion();
      return new String[] {"greeter-client " + (version == null ? "(not packaged)" : version)};
    }
  }
}
