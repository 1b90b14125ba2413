package greeter.client;

import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.GreetingServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers in this process; what real proxies come to is the ground truth's to say. */
@Timeout(60)
class CheckCommandTest {
  @Test
  void even_passes() {
    try (GreetingServer server = threePods()) {
      Cli run = Cli.run("check", server.target(), "--expect-pods", "3", "--only", "LB-*,CHURN");

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains(
              "  PASS         LB-EVEN     Hello: 3 pods get 1.00 .. 1.00 times their share (rotation)",
              "  PASS         CHURN       5200 calls on one connection, 0 lost, 0 replayed")
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
          .contains("               blame: proxy\n", "               fix:   nginx: ")
          .endsWith("\nFAIL\n");
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

  @Test
  void nobodyListens_isUnreachable() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    Cli run = Cli.run("check", "127.0.0.1:" + port);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "127.0.0.1:%d is unreachable: Connection refused (127.0.0.1); is it the right port, and does something listen there?%n"
                .formatted(port));
  }

  @Test
  void list_isOneLineForEachCodeAndNeedsNoTarget() {
    Cli run = Cli.run("check", "--list", "--only", "idle");

    assertThat(run.out().lines())
        .containsExactly(
            "IDLE-CONN   idle      --full  a quiet connection is dropped without a word",
            "KEEPALIVE   idle      --full  a client's PINGs end in GOAWAY too_many_pings");
    assertThat(run.exitCode()).isZero();
  }

  private static GreetingServer threePods() {
    return GreetingServer.named(rotation("pod-1", "pod-2", "pod-3"), GreetingServer.both("text"));
  }
}
