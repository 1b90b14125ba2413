package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo shows each pod answering, and leaves nothing behind, however it ends. */
class DemoIT {
  private static final Map<String, String> NO_NGINX = Map.of("NGINX", "none");

  @Test
  @Tag("external")
  void demo_throughNginx() throws Exception {
    try (DemoProcess demo = DemoProcess.start(DemoProcess.UP, Map.of())) {
      assertEachPodAnswers(demo);
      assertThat(demo.process().lines().get(0)).startsWith("the ingress is nginx 1.");
      assertThat(demo.output())
          .contains(
              " check 127.0.0.1:", "  WARN         EXPOSED ", "14 passed, 1 warned, 5 not run")
          .doesNotContain("  FAIL ")
          .endsWith("\nPASS");
      assertThat(demo.openPorts()).isEmpty();
    }
  }

  @Test
  void demo_nginxThatIsNone_isRefused() throws Exception {
    try (DemoProcess demo =
        DemoProcess.start(Pattern.compile("^demo: .*"), Map.of("NGINX", "/nowhere/nginx"))) {
      assertThat(demo.output())
          .isEqualTo("demo: NGINX: \"/nowhere/nginx\" (expected: the path of an nginx, or none)");
      assertThat(demo.process().exitCode()).isEqualTo(2);
    }
  }

  @Test
  void demo_terminated_leavesNothing() throws Exception {
    try (DemoProcess demo = DemoProcess.start(DemoProcess.UP, NO_NGINX)) {
      Signals.send("TERM", demo.process().pid());

      assertThat(demo.process().exitCode()).isEqualTo(143);
      assertThat(demo.openPorts()).isEmpty();
    }
  }

  @Test
  @Tag("external") // GNU's env
  void demo_interrupted_leavesNothing() throws Exception {
    try (DemoProcess demo = DemoProcess.startWithSigint(DemoProcess.UP, NO_NGINX)) {
      Signals.send("INT", demo.process().pid());

      assertThat(demo.process().exitCode()).isEqualTo(130);
      assertThat(demo.openPorts()).isEmpty();
    }
  }

  @Test
  void demo_portTaken_leavesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DemoProcess demo =
            DemoProcess.start(
                Pattern.compile("^demo: .*"),
                NO_NGINX,
                "--port",
                Integer.toString(taken.getLocalPort()))) {
      assertThat(demo.output())
          .startsWith("demo: --port: " + taken.getLocalPort() + " cannot be had: ")
          .hasLineCount(1);
      assertThat(demo.process().exitCode()).isEqualTo(1);
      assertThat(demo.openPorts()).isEmpty();
    }
  }

  @Test
  void demo_withoutNginx_saysSo_andKeepsAllRunning_untilTheLineThatItPrints() throws Exception {
    Pattern kill = Pattern.compile("^  kill ([\\d ]+)$");
    try (DemoProcess demo = DemoProcess.start(kill, NO_NGINX, "--keep")) {
      List<Long> pids =
          List.of(demo.process().readyLine().group(1).split(" ")).stream()
              .map(Long::valueOf)
              .toList();

      assertEachPodAnswers(demo);
      assertThat(demo.process().lines().get(0))
          .isEqualTo("the ingress is a balancer of our own, not nginx: NGINX is none");
      assertThat(demo.output())
          .contains("\ncheck is not run: it would judge the balancer, which stands in for nginx\n");
      assertThat(demo.openPorts()).hasSize(7);
      for (long pid : pids) {
        Signals.send("TERM", pid);
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
      }
      assertThat(demo.openPorts()).isEmpty();
    }
  }

  @Test
  void demo_badOption() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> DemoProcess.start(DemoProcess.UP, NO_NGINX, "--keep", "--prot"))
        .withMessage("demo: \"--prot\" (expected: --port PORT, --keep or nothing)");
  }

  private static void assertEachPodAnswers(DemoProcess demo) {
    String output = demo.output();
    assertThat(demo.process().exitCode()).as(output).isZero();
    for (String pod :
        List.of("hello-1", "hello-2", "hello-3", "goodbye-1", "goodbye-2", "goodbye-3")) {
      assertThat(output).containsPattern("  " + pod + " +800 +33\\.3 %");
    }
    Matcher answers =
        Pattern.compile("Hello: Hello I'm Ann\\. 30 years old\\. At hello-").matcher(output);
    assertThat(answers.results().count()).isEqualTo(3);
    assertThat(output).contains("\nPASS");
  }
}
