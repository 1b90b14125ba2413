package greeter.client;

import greeter.client.connect.Target;
import greeter.client.spread.Verdict;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the tests of the whole may know of the command line; its module keeps it to itself. */
public final class ClientContract {
  /** The one failure that may be over a moment later. */
  public static final int UNREACHABLE = ExitCode.UNREACHABLE;

  private ClientContract() {}

  /** Every exit code that is not a pass. */
  public static Set<Integer> failures() {
    Set<Integer> codes = new TreeSet<>();
    for (Field code : ExitCode.class.getDeclaredFields()) {
      if (code.getType() == int.class) {
        try {
          codes.add(code.getInt(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    for (Verdict verdict : Verdict.values()) {
      codes.add(verdict.exitCode());
    }
    codes.remove(ExitCode.PASS);
    return codes;
  }

  /** What is wrong with these arguments; nothing is called. */
  public static Optional<String> usageError(String... args) {
    try {
      ParseResult parsed = GreeterClient.commandLine().parseArgs(args);
      ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
      if (CommandLine.printHelpIfRequested(command) || !command.hasMatchedPositional(0)) {
        return Optional.of("no HOST:PORT");
      }
      Target unused = Target.parse(command.matchedPositionalValue(0, ""), 80);
      return Optional.empty();
    } catch (ParameterException | IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }
}
