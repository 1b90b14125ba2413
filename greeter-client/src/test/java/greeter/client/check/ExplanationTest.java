package greeter.client.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {
  /** What checks say that their finding is about, beside the rest. */
  private static final Map<Code, Set<String>> TOPICS =
      Map.ofEntries(
          Map.entry(Code.CHURN, Set.of("", "age")),
          Map.entry(Code.DEADLINE, Set.of("", "connection", "header", "late", "server")),
          Map.entry(
              Code.H2C, Set.of("", "alpn", "chain", "name", "port", "redirect", "renewal", "tls")),
          Map.entry(Code.EXPOSED, Set.of("", "faults")),
          Map.entry(Code.LB_EVEN, Set.of("", "silence")),
          Map.entry(Code.LB_FRESH, Set.of("", "silence", "weights")),
          Map.entry(
              Code.LB_ROUTE,
              Set.of(
                  "", "buffer", "denied", "hangs", "path", "pods", "rate", "ready", "rule",
                  "some")),
          Map.entry(Code.MSG_SIZE, Set.of("", "parts", "receiver")),
          Map.entry(Code.RETRY, Set.of("", "tried")),
          Map.entry(Code.STATUS, Set.of("", "page")),
          Map.entry(Code.STREAMS_MAX, Set.of("", "refused")),
          Map.entry(Code.STREAM_AGE, Set.of("", "header")),
          Map.entry(Code.STREAM_IDLE, Set.of("", "client", "pod", "proxy", "way")));

  private static final String TEXT =
      """
      # COLD: a title

      ## What it does

      One.

      Two.

      ## Why it matters
      Three.
      ## How to read it
      Four.

      ## Fixes

      - Caddy: why not
      - AWS: why not: at all

      ### nginx: a setting: on

      ```nginx
      # in http
      a on;
      ```

      ### application: another
      To be
      known.

      ```
      another();

      more();
      ```

      ## Reports

      - a/b#1: one
        and a half
      - a/b#2: two
      """;

  @ParameterizedTest
  @EnumSource(Code.class)
  void eachCode_isExplained(Code code) {
    Explanation explanation = Explanation.of(code);

    assertThat(explanation.title()).isEqualTo(code.title());
    assertThat(explanation.whatItDoes()).isNotBlank();
    assertThat(explanation.whyItMatters()).isNotBlank();
    assertThat(explanation.howToReadIt()).isNotBlank();
    assertThat(explanation.fixes())
        .isNotEmpty()
        .allSatisfy(
            fix -> {
              assertThat(fix.where()).isNotBlank();
              assertThat(fix.setting()).isNotBlank();
              assertThat(fix.snippet()).isNotBlank();
            })
        .doesNotHaveDuplicates();
    assertThat(explanation.reports()).matches("(?s)(- [^\\s:]+#\\d+: .+|None is known.*)");
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void eachCode_namesThePlacesInTheSameOrder(Code code) {
    List<String> places =
        Explanation.of(code).fixes().stream().map(Explanation.Fix::where).toList();

    assertThat(Explanation.PLACES).containsAll(places);
    assertThat(places).isSortedAccordingTo(Comparator.comparingInt(Explanation.PLACES::indexOf));
  }

  /** Whoever has one of these finds a setting, or why there is none. */
  @ParameterizedTest
  @EnumSource(Code.class)
  void eachCode_hasAWordOnEachProxy(Code code) {
    Explanation explanation = Explanation.of(code);
    List<String> settings = explanation.fixes().stream().map(Explanation.Fix::where).toList();
    List<String> nothing =
        explanation
            .nothingToSet()
            .lines()
            .map(line -> line.substring("- ".length(), line.indexOf(':')))
            .toList();

    assertThat(Stream.concat(settings.stream(), nothing.stream()))
        .contains("ingress-nginx", "nginx", "Envoy", "HAProxy", "Traefik", "AWS");
    assertThat(nothing).doesNotHaveDuplicates().doesNotContainAnyElementsOf(settings);
    assertThat(Explanation.PLACES).containsAll(nothing);
    assertThat(nothing).isSortedAccordingTo(Comparator.comparingInt(Explanation.PLACES::indexOf));
  }

  /** A fix for a cause that no check names would be shown by none. */
  @ParameterizedTest
  @EnumSource(Code.class)
  void eachFix_isForACauseThatIsFound(Code code) {
    assertThat(Explanation.of(code).fixes().stream().map(Explanation.Fix::topic).distinct())
        .containsExactlyInAnyOrderElementsOf(TOPICS.getOrDefault(code, Set.of("")));
  }

  /** A terminal of 100 columns; a failed check prints the first words of a fix with an indent. */
  @ParameterizedTest
  @EnumSource(Code.class)
  void eachCode_fitsATerminal(Code code) throws Exception {
    assertThat(text(code).lines())
        .allSatisfy(
            line ->
                assertThat(line.length()).isLessThanOrEqualTo(line.startsWith("###") ? 90 : 100));
  }

  @Test
  void text_isTakenApart() {
    assertThat(Explanation.parse(Code.COLD, TEXT).toString())
        .isEqualTo(
            "Explanation[title=a title, whatItDoes=One.\n\nTwo., whyItMatters=Three.,"
                + " howToReadIt=Four., fixes=["
                + "Fix[where=nginx, setting=a setting: on, note=, language=nginx,"
                + " snippet=# in http\na on;], "
                + "Fix[where=application, setting=another, note=To be\nknown., language=,"
                + " snippet=another();\n\nmore();]],"
                + " nothingToSet=- Caddy: why not\n- AWS: why not: at all,"
                + " reports=- a/b#1: one\n  and a half\n- a/b#2: two]");
  }

  /** Each of these leaves out a part of the form. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# COLD: a title\n",
        "COLD",
        "## Why it matters\nThree.\n",
        "Fixes",
        ": a setting: on",
        "```nginx\n",
        "```\n\n### application",
        "```\n\n## Reports",
        "## Reports"
      })
  void text_ofAnotherForm_isRefused(String missing) {
    String malformed = TEXT.replace(missing, "");

    assertThat(malformed).isNotEqualTo(TEXT);
    assertThatIllegalStateException()
        .isThrownBy(() -> Explanation.parse(Code.COLD, malformed))
        .withMessageStartingWith("COLD.md: ");
  }

  @Test
  void text_withoutAProxyThatHasNothingToSet_isTakenApart() {
    String text = TEXT.replaceAll("(?m)^- (Caddy|AWS): .*\n", "");

    assertThat(Explanation.parse(Code.COLD, text).nothingToSet()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"- Caddy\n", "Caddy: why not\n", "- Caddy: why\n  not\n"})
  void text_thatSaysOtherwiseWhyNothingCanBeSet_isRefused(String line) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Explanation.parse(Code.COLD, TEXT.replace("- Caddy: why not\n", line)))
        .withMessageStartingWith("COLD.md: ");
  }

  @Test
  void text_ofAnotherCode_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Explanation.parse(Code.RELOAD, TEXT))
        .withMessageStartingWith("RELOAD.md: # COLD");
  }

  private static String text(Code code) throws Exception {
    try (InputStream in = Explanation.class.getResourceAsStream("explain/" + code + ".md")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
