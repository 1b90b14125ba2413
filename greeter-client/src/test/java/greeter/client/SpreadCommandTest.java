package greeter.client;

import static greeter.client.server.GreetingServer.goodbye;
import static greeter.client.server.GreetingServer.hello;
import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.GreetingServer;
import greeter.client.server.RawServer;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpreadCommandTest {
  /** As EvennessTest has it for alpha 0.001 / 6: split over the three pods of both services. */
  @Test
  void fewCalls_showTheIntervalOfAllSharesTogether() {
    try (GreetingServer server =
        GreetingServer.named(rotation("pod-1", "pod-2", "pod-3"), GreetingServer.both("text"))) {
      Cli run = Cli.run("spread", server.target(), "--calls", "300");

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out())
          .containsPattern("pod-1 +100 +33.3 % +0\\.71 \\.\\. 1\\.33 ")
          .contains("p = 1.000");
    }
  }

  @Test
  void oneOfManyAnswersFreshConnections_isNoPass() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = Cli.run("spread", server.target(), "--connections", "fresh", "--calls", "50");

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out()).contains("INCONCLUSIVE ONE-POD: pod-1 answered everything");
    }
  }

  @Test
  void rotation_passes() {
    try (GreetingServer server =
        GreetingServer.named(rotation("pod-1", "pod-2", "pod-3"), GreetingServer.both("text"))) {
      Cli run = spread(server, "--expect-pods", "3");

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains(
              "Hello: 2400 calls over 1 connection: 2400 answered, 0 failed",
              "Goodbye: 2400 calls over 1 connection: 2400 answered, 0 failed",
              "order: rotation (the same pod twice in a row 0 times in 2399, 800 if it were random)",
              "pod-1              800   33.3 %   0.89 .. 1.11 ",
              "chi-squared: 0.00, p = 1.000 (for information; it decides nothing)",
              "PASS LB-EVEN: each of 3 shares is within 0.80 .. 1.20 of the expected")
          .endsWith("PASS%n".formatted());
    }
  }

  @Test
  void html_hasABarForEachPod_andNoHtmlFromTheWire() {
    try (GreetingServer server =
        GreetingServer.named(
            rotation("pod-1", "</bdi><img src=x>", "pod-3"), GreetingServer.both("text"))) {
      Cli run = spread(server, "--expect-pods", "3", "-o", "html");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .startsWith("<!DOCTYPE html>")
          .contains("<bdi>&#60;/bdi&#62;&#60;img src=x&#62;</bdi>")
          .contains("0.89 &#8230; 1.11")
          .doesNotContain("<img");
      assertThat(run.out().split("class=\"bar\"", -1)).hasSize(1 + 2 * 3);
    }
  }

  @Test
  void html_goesToItsFile_andTheTableToStandardOutput(@TempDir Path folder) {
    Path page = folder.resolve("spread.html");
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = spread(server, "--expect-pods", "1", "--calls", "100", "-o", "html=" + page);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).endsWith("PASS%n".formatted());
    }
    assertThat(page).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  @Test
  void callThatGrpcSentAgain_isReported() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"));
        RawServer door = RawServer.once(RawServer.Ending.GOAWAY, server.port())) {
      Cli run = Cli.run("spread", door.target(), "--expect-pods", "1", "--calls", "100");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("1 call was sent again by gRPC, unseen by any server (replayed)");
    }
  }

  @Test
  void onePodOfThree_fails() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = spread(server, "--expect-pods", "3", "--calls", "50");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("FAIL ONE-POD: pod-1 answered everything, 3 pods expected");
    }
  }

  @Test
  void fewCalls_areInconclusive() {
    try (GreetingServer server =
        GreetingServer.named(rotation("pod-1", "pod-2"), GreetingServer.both("text"))) {
      Cli run = spread(server, "--calls", "20");

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.out()).endsWith("INCONCLUSIVE%n".formatted());
    }
  }

  @Test
  void freshConnections_areOneForEachCall() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = spread(server, "--connections", "fresh", "--calls", "20", "--expect-pods", "1");

      assertThat(run.out()).contains("Hello: 20 calls over a fresh connection each: 20 answered");
      assertThat(server.connections()).isEqualTo(40);
    }
  }

  @Test
  void pool_isSharedByBothServicesAndThenEnded() throws Exception {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = spread(server, "--connections", "4", "--calls", "40", "--expect-pods", "1");

      assertThat(run.out()).contains("Goodbye: 40 calls over 4 connections: 40 answered");
      assertThat(server.connections()).isEqualTo(4);
      assertThat(server.seesEnd(4)).isTrue();
    }
  }

  /** (1 - 0.1) / 0.1 in place of 3 - 1: see PlanTest. */
  @Test
  void weights_takeMoreCallsForTheSmallest() {
    String pods = "hello-v1-a ".repeat(9) + "hello-v2-a";
    try (GreetingServer server =
        GreetingServer.named(rotation(pods.split(" ", -1)), GreetingServer.both("text"))) {
      Cli run =
          spread(
              server,
              "--expect-weights",
              "hello:hello-v1=9,hello-v2=1",
              "--expect-weights",
              "goodbye:hello-v1=9,hello-v2=1");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("Hello: 10100 calls", "order: by weight or load");
    }
  }

  @Test
  void callsThatFail_fail() {
    try (GreetingServer server =
        GreetingServer.named(
            () -> "pod-1",
            hello(q -> "Hello"),
            goodbye(
                q -> {
                  throw Status.ABORTED.withDescription("\u001b[31mno").asRuntimeException();
                }))) {
      Cli run = spread(server, "--calls", "100", "--expect-pods", "1");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("100 calls failed: ABORTED: \\u001b[31mno, by pod-1 (blame: app)")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void podsNameFromTheWire_isEscaped() {
    try (GreetingServer server =
        GreetingServer.unnamed(hello(q -> "At \u001b[2J"), goodbye(q -> "At \u001b[2J"))) {
      Cli run = spread(server, "--calls", "20");

      assertThat(run.out()).contains("\\u001b[2J").doesNotContain("\u001b");
    }
  }

  @Test
  void nobodyListens_isUnreachable() {
    GreetingServer server = GreetingServer.unnamed(hello(q -> "never"));
    server.close();

    assertThat(spread(server))
        .isEqualTo(
            new Cli(
                3,
                "",
                "%s is unreachable: Connection refused (127.0.0.1)%n".formatted(server.target())));
  }

  @Test
  void unknownHost_isUnreachable() {
    assertThat(Cli.run("spread", "greeter.invalid:80"))
        .isEqualTo(
            new Cli(
                3,
                "",
                "greeter.invalid:80 is unreachable: no such host: greeter.invalid%n".formatted()));
  }

  /** A peer that takes connections and says nothing has been reached, and failed. */
  @Test
  void peerThatSaysNothing_failsWithinTheDeadline() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Cli run =
          Cli.run(
              "spread", "127.0.0.1:" + mute.getLocalPort(), "--deadline", "200ms", "--calls", "5");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains(
              "FAIL CALLS: 5 calls failed: DEADLINE_EXCEEDED: no answer in time (blame: cannot"
                  + " tell)");
    }
  }

  private static Cli spread(GreetingServer server, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "spread";
    args[1] = server.target();
    System.arraycopy(options, 0, args, 2, options.length);
    return Cli.run(args);
  }
}
