package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.client.calls.Blame;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Checked CHECKED =
      checked(
          List.of(
              Result.pass(Code.H2C, "HTTP/2 in cleartext"),
              Result.of(Code.CHURN, Grade.WARN, "1000 calls a connection")
                  .because(Blame.PROXY, "a limit", List.of("5 connections were ended")),
              Result.of(Code.STREAM_SIZE, Grade.FAIL, "1024 KiB \u001b[31m")
                  .because(
                      Blame.PROXY,
                      "a limit on the body \u001b",
                      List.of("413 \u001b<&", "pod-1 was serving it")),
              Result.inconclusive(Code.ONE_POD, "one pod"),
              Result.notRun(Code.STREAM_IDLE, "needs --full")));

  @Test
  void table_goesByGroupAndSaysWhatHelps() {
    assertThat(print(Output.TABLE, Grade.FAIL))
        .startsWith("transport\n  PASS         H2C         HTTP/2 in cleartext\nbalancing\n")
        .contains(
            "  FAIL         STREAM-SIZE 1024 KiB \\u001b[31m\n",
            "               seen:  413 \\u001b<&\n                      pod-1 was serving it\n",
            "               blame: proxy\n",
            "               cause: a limit on the body \\u001b\n",
            "               fix:   ingress-nginx  proxy-body-size \"0\"\n",
            "\n                      nginx          client_max_body_size 0\n",
            "\n                                     F5's controller: client_max_body_size 0 by",
            "               more:  greeter-client explain STREAM-SIZE\n",
            "  -            STREAM-IDLE not run (needs --full)\n")
        .endsWith("\n1 passed, 1 warned, 1 inconclusive, 1 failed, 1 not run, in 8.1 s\nFAIL\n");
  }

  /** Where nothing can be seen, there is one thing to read. */
  @Test
  void table_tellsWhatIsNotRunForOneReasonOnce() {
    List<Result> results =
        List.of(
            Result.of(Code.H2C, Grade.FAIL, "speaks HTTP/1.1 only"),
            Result.notRun(Code.LB_ROUTE, "needs H2C"),
            Result.notRun(Code.CHURN, "needs H2C"));

    assertThat(print(Output.TABLE, Grade.FAIL, checked(results)))
        .startsWith("transport\n  FAIL         H2C         speaks HTTP/1.1 only\n")
        .contains("\nthe other 2\n  -                        not run (needs H2C)\n")
        .doesNotContain("balancing", "CHURN");
  }

  @Test
  void table_repeatsNothingThatTheLineSays() {
    Result result =
        Result.of(Code.LB_ROUTE, Grade.FAIL, "Hello: 3 of 3 calls failed")
            .because(
                Blame.PROXY,
                "a path is missing",
                List.of("Hello: 3 of 3 calls failed", "Goodbye: 3 of 3 calls failed"));

    assertThat(print(Output.TABLE, Grade.FAIL, checked(List.of(result))))
        .containsOnlyOnce("Hello: 3 of 3 calls failed")
        .contains("               seen:  Goodbye: 3 of 3 calls failed\n");
  }

  @Test
  void shortForm_isALineForEachCode_theirCounts_andTheVerdict() {
    assertThat(print(Output.SHORT, Grade.FAIL).lines())
        .containsExactly(
            "  PASS         H2C         HTTP/2 in cleartext",
            "  WARN         CHURN       1000 calls a connection",
            "  FAIL         STREAM-SIZE 1024 KiB \\u001b[31m",
            "  INCONCLUSIVE ONE-POD     one pod",
            "  -            STREAM-IDLE not run (needs --full)",
            "1 passed, 1 warned, 1 inconclusive, 1 failed, 1 not run",
            "FAIL");
  }

  @Test
  void json_hasWhatTheTableHas() {
    JsonObject root = JsonParser.parseString(print(Output.JSON, Grade.FAIL)).getAsJsonObject();

    assertThat(root.get("version").getAsInt()).isEqualTo(1);
    assertThat(root.get("target").getAsString()).isEqualTo("h:1");
    assertThat(root.get("verdict").getAsString()).isEqualTo("fail");
    assertThat(root.get("seconds").getAsDouble()).isEqualTo(8.1);
    JsonObject size = root.getAsJsonArray("results").get(2).getAsJsonObject();
    assertThat(size.get("code").getAsString()).isEqualTo("STREAM-SIZE");
    assertThat(size.get("group").getAsString()).isEqualTo("streams");
    assertThat(size.get("grade").getAsString()).isEqualTo("fail");
    assertThat(size.get("blame").getAsString()).isEqualTo("proxy");
    assertThat(size.getAsJsonArray("seen").get(0).getAsString()).isEqualTo("413 \\u001b<&");
    assertThat(size.getAsJsonArray("fixes").get(0).getAsJsonObject().get("setting").getAsString())
        .isNotBlank();
    JsonObject idle = root.getAsJsonArray("results").get(4).getAsJsonObject();
    assertThat(idle.get("grade").getAsString()).isEqualTo("not run");
    assertThat(idle.has("blame")).isFalse();
  }

  @Test
  void junit_countsFailuresErrorsAndSkips() throws Exception {
    Element suite = xml(print(Output.JUNIT, Grade.FAIL));

    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("8.100");
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("1024 KiB \\u001b[31m");
    assertThat(failure.getAttribute("type")).isEqualTo("proxy");
    assertThat(failure.getTextContent())
        .startsWith("413 \\u001b<&\npod-1 was serving it\na limit on the body \\u001b\n")
        .contains("\nfix, nginx: client_max_body_size 0\n");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("STREAM-SIZE");
    assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    Element error = (Element) suite.getElementsByTagName("error").item(0);
    assertThat(((Element) error.getParentNode()).getAttribute("name")).isEqualTo("ONE-POD");
  }

  @Test
  void junit_failOnWarn_makesWarningsFailures() throws Exception {
    assertThat(xml(print(Output.JUNIT, Grade.WARN)).getAttribute("failures")).isEqualTo("2");
  }

  @Test
  void html_saysTheVerdictFirst_andExplainsEachCode() {
    String html = print(Output.HTML, Grade.FAIL);

    assertThat(html)
        .contains("1 passed, 1 warned, 1 inconclusive, 1 failed, 1 not run, in 8.1 s.")
        .contains("<bdi>413 \\u001b&#60;&#38;</bdi>")
        .contains("nginx: client_max_body_size 0")
        .containsSubsequence("<h4>Nothing to set at</h4>", "<li>AWS: ", "<h4>Reports</h4>")
        .containsSubsequence(">FAIL</span>", "<h2>Failed</h2>", "STREAM-SIZE", "<h2>Warnings</h2>")
        .containsSubsequence("CHURN", "<h2>Undecided</h2>", "ONE-POD", "<h2>Passed</h2>", "H2C");
    assertThat(html.split("<summary>What \\S+ means</summary>", -1)).hasSize(1 + 5);
  }

  /** Whoever reads one of them must not take what is there for all that there is. */
  @ParameterizedTest
  @EnumSource(Output.class)
  void anyForm_saysThatItWasCutShort(Output form) {
    Checked cut =
        checked(List.of(Result.pass(Code.H2C, "HTTP/2")), Optional.of("interrupted in second 2"));

    assertThat(print(form, Grade.FAIL, cut)).contains("interrupted in second 2");
  }

  @Test
  void junit_cutShort_isAnError() throws Exception {
    Element suite =
        xml(print(Output.JUNIT, Grade.FAIL, checked(List.of(), Optional.of("interrupted"))));

    assertThat(suite.getAttribute("tests")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  /** A report goes to a terminal, a file or a page: nothing from the wire may act there. */
  @ParameterizedTest
  @EnumSource(Output.class)
  void anyForm_hasNoControlCharacters(Output form) {
    assertThat(print(form, Grade.FAIL)).doesNotContain("\u001b");
  }

  private static Checked checked(List<Result> results) {
    return checked(results, Optional.empty());
  }

  private static Checked checked(List<Result> results, Optional<String> cutShort) {
    return new Checked("h:1", Suite.CODES, results, cutShort, Duration.ofMillis(8100));
  }

  private static String print(Output form, Grade failOn) {
    return print(form, failOn, CHECKED);
  }

  private static String print(Output form, Grade failOn, Checked checked) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    form.report().print(checked, failOn, writer);
    writer.flush();
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static Element xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)))
        .getDocumentElement();
  }
}
