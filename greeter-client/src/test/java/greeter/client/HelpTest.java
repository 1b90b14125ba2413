package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.check.Code;
import greeter.client.load.report.LoadOutput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  @Test
  void help_ofTheBareCommand_namesWhatItTakes() {
    Cli help = Cli.run("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertNamesEveryOption(help, GreeterClient.commandLine());
    assertThat(help.out())
        .contains(
            "greeter-client [OPTIONS] HOST:PORT [NAME [AGE]]",
            "Exit codes: 0 both answered, 1 one did not, 2 usage.",
            "greeter-client spread HOST:PORT --expect-pods 3",
            "deploy/local/demo --keep");
  }

  @Test
  void help_ofSpread_namesWhatItTakes() {
    Cli help = Cli.run("spread", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertNamesEveryOption(help, GreeterClient.commandLine().getSubcommands().get("spread"));
    assertThat(help.out())
        .contains(
            "Exit codes: 0 PASS, 1 FAIL, 2 usage, 3 unreachable, 4 INCONCLUSIVE,",
            "70 internal error, 130 Ctrl-C",
            "greeter-client spread dns:///hello-grpc:8999 --lb round_robin");
  }

  @Test
  void help_ofCheck_namesWhatItTakes() {
    Cli help = Cli.run("check", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertNamesEveryOption(help, GreeterClient.commandLine().getSubcommands().get("check"));
    assertThat(help.out())
        .contains(
            "Exit codes: 0 nothing failed, 1 something did, 2 usage, 3 unreachable,",
            "130 Ctrl-C",
            "GREETER_FAULT_INJECTION=true");
  }

  @Test
  void help_ofLoad_namesWhatItTakes() {
    Cli help = Cli.run("load", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertNamesEveryOption(help, GreeterClient.commandLine().getSubcommands().get("load"));
    assertThat(help.out()).contains("Exit codes: 0 the SLO is met, 1 it is not,", "130 Ctrl-C");
  }

  @Test
  void help_ofExplain_namesEveryCode() {
    Cli help = Cli.run("explain", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("greeter-client explain [-hV] [--for=PLACE] [CODE]", "Exit codes: 0 ");
    assertThat(Code.values())
        .allSatisfy(code -> assertThat(help.out()).containsPattern("\\b" + code + "\\b"));
  }

  @Test
  void help_ofMerge_namesWhatItTakes() {
    Cli help = Cli.run("merge", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains(
            "--baseline=FILE",
            "--regression=LIST",
            "(default: p50=20%,p99=50%,throughput=10%,errors=0%)",
            "-o, --output=FORM[=FILE]   " + Outputs.labels(LoadOutput.class) + ", to a FILE",
            "greeter-client merge a.json b.json c.json");
  }

  /** A terminal of 80 columns. */
  @ParameterizedTest
  @ValueSource(strings = {"", "spread", "check", "load", "merge", "explain"})
  void help_fitsATerminal(String subcommand) {
    String help = (subcommand.isEmpty() ? Cli.run("--help") : Cli.run(subcommand, "--help")).out();

    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  /** The footer is text, so nothing else keeps it true. */
  @ParameterizedTest
  @CsvSource({"spread, 7", "check, 6", "load, 6", "explain, 3"})
  void help_examples_areAcceptedCommandLines(String subcommand, int examples) {
    assertThat(
            Cli.run(subcommand, "--help")
                .out()
                .lines()
                .filter(l -> l.startsWith("  greeter-client")))
        .hasSize(examples)
        .allSatisfy(
            line ->
                GreeterClient.commandLine()
                    .parseArgs(asTheShellDoes(line.strip().replace("greeter-client ", ""))));
  }

  private static String[] asTheShellDoes(String line) {
    return line.replaceFirst(" >\\S+$", "").replace("'", "").split(" ", -1);
  }

  @Test
  void subcommands_areThoseThatTheArgumentsName_orAllForHelp() {
    assertThat(GreeterClient.commandLine("h:1", "Ann").getSubcommands()).isEmpty();
    assertThat(GreeterClient.commandLine("load", "h:1").getSubcommands()).containsOnlyKeys("load");
    for (String help : List.of("-h", "--help", "-Vh")) {
      assertThat(GreeterClient.commandLine("h:1", help).getSubcommands())
          .hasSize(5)
          .allSatisfy((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
    }
  }

  @Test
  void version_isOneLine() {
    assertThat(Cli.run("--version").out().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("greeter-client ");
  }

  private static void assertNamesEveryOption(Cli help, CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .hasSizeGreaterThan(8)
        .extracting(OptionSpec::longestName)
        .allSatisfy(name -> assertThat(help.out()).contains(name));
  }
}
