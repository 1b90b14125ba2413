package greeter.client;

import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.client.server.GreetingServer;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Against servers in this process; what real proxies come to is the ground truth's to say. */
@Timeout(60)
class CheckCommandTest {
  private static final String REFUSED =
      "Connection refused (127.0.0.1); is it the right port, and does something listen there?";

  @Test
  void even_passes() {
    try (GreetingServer server = threePods()) {
      Cli run = Cli.run("check", server.target(), "--expect-pods", "3", "--only", "LB-*,CHURN");

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains(
              "  PASS         LB-EVEN     Hello: 3 pods get 1.00 .. 1.00 times their share (rotation)",
              "  -            CHURN       not run (needs --full; 5200 calls on one connection, 0 lost,"
                  + " 0 replayed)")
          .endsWith("\nPASS\n");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void hotPod_failsAndSaysWhatHelps() {
    try (GreetingServer server =
        GreetingServer.named(
            rotation("pod-1", "pod-1", "pod-1", "pod-2", "pod-3"), GreetingServer.both("text"))) {
      Cli run = Cli.run("check", server.target(), "--only", "LB-EVEN");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("  FAIL         LB-EVEN     Hello: 3 pods get 0.60 .. 1.80 times their share")
          .contains("               blame: proxy\n", "               fix:   ingress-nginx  ")
          .endsWith("\nFAIL\n");
    }
  }

  @Test
  void html_hasABarForEachPod_inItsFile(@TempDir Path folder) {
    Path page = folder.resolve("check.html");
    try (GreetingServer server = threePods()) {
      Cli run = Cli.run("check", server.target(), "--only", "LB-EVEN", "-o", "html=" + page);

      assertThat(run.out()).endsWith("\nPASS\n");
    }
    assertThat(page)
        .content()
        .satisfies(html -> assertThat(html.split("class=\"bar\"", -1)).hasSize(1 + 2 * 3));
  }

  @Test
  void targetThatHasOnlyHealth_isCheckedByIt() {
    try (GreetingServer server =
        GreetingServer.named(rotation("a", "b"), new HealthStatusManager().getHealthService())) {
      Cli run = Cli.run("check", server.target(), "--only", "LB-EVEN");

      assertThat(run.err())
          .contains("has neither Hello nor Goodbye: calling its health; --method names another");
      assertThat(run.out())
          .contains(
              "PASS         LB-EVEN     grpc.health.v1.Health: 2 pods get 1.00 .. 1.00 times");
      assertThat(run.exitCode()).isZero();
    }
  }

  /** Reflection and health are not there; the servers tell nothing of what they see. */
  @Test
  void serversWithoutFaultInjection_skipWhatNeedsItAndSaySo() {
    try (GreetingServer server = threePods()) {
      Cli run = Cli.run("check", server.target(), "--only", "semantics", "-o", "short");

      assertThat(run.out())
          .contains(
              "  -            CANCEL      not run (needs GREETER_FAULT_INJECTION=true at the servers)");
      assertThat(run.exitCode()).isEqualTo(4); // nothing of what was asked for
    }
  }

  @Test
  void lonePodOfAnUnknownNumber_isInconclusive() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = Cli.run("check", server.target(), "--only", "ONE-POD,LB-EVEN", "-o", "short");

      assertThat(run.out())
          .contains("  INCONCLUSIVE ONE-POD ", "not run (needs ONE-POD)")
          .endsWith("\nINCONCLUSIVE\n");
      assertThat(run.exitCode()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "short"})
  void nobodyListens_isUnreachable(String form) throws Exception {
    String nobody = nobody();

    Cli run = Cli.run("check", nobody, "-o", form);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo(unreachable(nobody));
  }

  /** Who reads a document gets one. */
  @Test
  void nobodyListens_json_isADocumentThatSaysSo() throws Exception {
    String nobody = nobody();

    Cli run = Cli.run("check", nobody, "-o", "json");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo(unreachable(nobody));
    JsonObject root = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(root.get("version").getAsInt()).isEqualTo(1);
    assertThat(root.get("target").getAsString()).isEqualTo(nobody);
    assertThat(root.get("verdict").getAsString()).isEqualTo("unreachable");
    assertThat(root.get("error").getAsString()).isEqualTo(REFUSED);
    assertThat(root.getAsJsonArray("results")).isEmpty();
  }

  @Test
  void nobodyListens_junit_isAnError() throws Exception {
    String nobody = nobody();

    Cli run = Cli.run("check", nobody, "-o", "junit");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo(unreachable(nobody));
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(run.out())))
            .getDocumentElement();
    assertThat(suite.getAttribute("tests")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("failures")).isEqualTo("0");
    Element error = (Element) suite.getElementsByTagName("error").item(0);
    assertThat(error.getAttribute("message")).isEqualTo(REFUSED);
    assertThat(error.getParentNode().getNodeName()).isEqualTo("testcase");
  }

  @Test
  void list_isOneLineForEachCodeAndNeedsNoTarget() {
    Cli run = Cli.run("check", "--list", "--only", "idle");

    assertThat(run.out().lines())
        .containsExactly(
            "IDLE-CONN   idle      --full  a quiet connection is dropped without a word (needs H2C, LB-ROUTE)",
            "KEEPALIVE   idle      --full  a client's PINGs end in GOAWAY too_many_pings (needs H2C)");
    assertThat(run.exitCode()).isZero();
  }

  private static GreetingServer threePods() {
    return GreetingServer.named(rotation("pod-1", "pod-2", "pod-3"), GreetingServer.both("text"));
  }

  /** Where nobody listens. */
  private static String nobody() throws IOException {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + gone.getLocalPort();
    }
  }

  private static String unreachable(String target) {
    return "%s is unreachable: %s%n".formatted(target, REFUSED);
  }
}
