package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.check.Code;
import greeter.client.check.Explanation;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainCommandTest {
  @ParameterizedTest
  @EnumSource(Code.class)
  void code_isExplainedWhole(Code code) {
    Cli run = Cli.run("explain", code.label());

    Explanation explanation = Explanation.of(code);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith(code + ": " + code.title() + "\n\nWhat it does\n  ")
        .containsSubsequence(
            "\nWhat it does\n",
            "\nWhy it matters\n",
            "\nBounds\n",
            "\nHow to read it\n",
            "\nFixes\n",
            "\nReports\n");
    String unindented = run.out().replaceAll("(?m)^ +", "");
    assertThat(unindented)
        .contains(
            flat(explanation.whatItDoes()),
            flat(explanation.whyItMatters()),
            flat(explanation.howToReadIt()),
            flat(explanation.reports()));
    assertThat(explanation.fixes())
        .allSatisfy(
            fix ->
                assertThat(run.out())
                    .contains(
                        "\n  " + fix.where() + ": " + fix.setting() + "\n",
                        "\n\n" + fix.snippet() + "\n\n"))
        .allSatisfy(fix -> assertThat(unindented).contains(flat(fix.note())));
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(102))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @Test
  void proxyWithoutASetting_isNamedAfterTheFixes() {
    assertThat(Cli.run("explain", "MSG-SIZE").out())
        .containsSubsequence("\nFixes\n", "\n\nNothing to set at\n  - AWS: ", "\n\nReports\n");
    assertThat(Cli.run("explain", "LB-PINNED").out()).doesNotContain("Nothing to set at");
  }

  @Test
  void onePlace_hasItsFixesAlone() {
    assertThat(Cli.run("explain", "STREAM-SIZE", "--for", "haproxy").out())
        .contains("\n\nFixes\n  HAProxy: no option http-buffer-request\n")
        .doesNotContain("nginx: ", "Envoy: ", "Nothing to set at");
  }

  @Test
  void onePlace_withoutASetting_saysWhy() {
    assertThat(Cli.run("explain", "MSG-SIZE", "--for", "AWS").out())
        .contains("\n\nNothing to set at\n  - AWS: ")
        .doesNotContain("\nFixes\n");
  }

  @Test
  void bounds_areThoseOfTheTable() {
    assertThat(Cli.run("explain", "metadata").out())
        .contains(
            """

            Bounds
              measured    the largest metadata that arrives, of 4, 8 and 16 KiB, as text and as -bin
              unit        KiB
              fail        below 4 KiB
              warn        below 8 KiB
              info        below 16 KiB
              pass        otherwise
              because     tokens and traces take 4 KiB; gRPC's own default is 8
              needs       H2C, a service that LB-ROUTE reaches
              servers     as they are
              checked by  greeter-client check HOST:PORT --only METADATA

            """);
  }

  @Test
  void bounds_sayWhatItTakes() {
    assertThat(Cli.run("explain", "STREAM-IDLE").out())
        .contains(
            "  servers     need GREETER_FAULT_INJECTION=true\n",
            "  checked by  greeter-client check HOST:PORT --full --only STREAM-IDLE\n");
    assertThat(Cli.run("explain", "ROLLOUT").out())
        .contains("  checked by  greeter-client load HOST:PORT");
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void label_inLowerCase_isTheSame(Code code) {
    assertThat(Cli.run("explain", code.label().toLowerCase(Locale.ROOT)))
        .isEqualTo(Cli.run("explain", code.label()));
  }

  @Test
  void noCode_listsAllByGroup() {
    Cli run = Cli.run("explain");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(
            """
            transport
              H2C         quick   the port speaks no HTTP/2, or its TLS keeps clients out
            balancing
              LB-ROUTE    quick   a path reaches the wrong service, or none
            """)
        .contains(
            """
            idle
              IDLE-CONN   --full  a quiet connection is dropped without a word
              KEEPALIVE   --full  a client's PINGs end in GOAWAY too_many_pings
            limits
            """);
    assertThat(run.out().lines().filter(line -> line.startsWith("  ")))
        .hasSameSizeAs(Code.values());
  }

  private static String flat(String text) {
    return text.replaceAll("(?m)^ +", "");
  }
}
