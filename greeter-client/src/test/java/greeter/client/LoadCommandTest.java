package greeter.client;

import static greeter.client.server.GreetingServer.goodbye;
import static greeter.client.server.GreetingServer.hello;
import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.GreetingServer;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoadCommandTest {
  @TempDir Path folder;

  private static Cli load(GreetingServer server, String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "load";
    args[1] = server.target();
    args[2] = "--warmup";
    args[3] = "0s";
    System.arraycopy(options, 0, args, 4, options.length);
    return Cli.run(args);
  }

  @Test
  void openLoop_sendsExactlyWhatIsDue() {
    try (GreetingServer server =
        GreetingServer.named(rotation("pod-1", "pod-2"), GreetingServer.both("text"))) {
      Cli run = load(server, "--rate", "100:200ms,200:100ms", "--slo", "errors=0,unserved=0");

      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out())
          .contains("40 intended = 40 sent + 0 skipped; sent = 40 answered + 0 failed")
          .contains("100:200ms,200:100ms calls/s, constant")
          .containsPattern("\nHello +20 ")
          .containsPattern("\nGoodbye +20 ")
          .containsPattern("PASS +SLO errors <= 0: 0")
          .containsPattern("PASS +SLO unserved <= 0: 0");
      assertThat(server.requests()).hasSize(40);
    }
  }

  @Test
  void progress_withoutATerminal_saysThatCallsAreCounted() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run =
          Cli.run("load", server.target(), "--rate", "50", "--warmup", "500ms", "--duration", "4s");

      assertThat(run.err()).containsPattern("^[0-3] of 4 s: [0-9.]+/s of 50/s, .*0 failed");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void report_thatCannotBeWritten_isAnError() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--rate", "50", "--duration", "100ms", "-o", "json=/dev/full");

      assertThat(run.exitCode()).isEqualTo(70);
      assertThat(run.err()).contains("/dev/full: cannot be written (is the disk full?)");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void report_thatCannotBeWritten_doesNotKeepTheOthersFromIt() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Path csv = folder.resolve("run.csv");
      Cli run =
          load(server, "--calls", "5", "-o", "json=/dev/full", "-o", "csv=" + csv, "-o", "hdr");

      assertThat(run.exitCode()).isEqualTo(70);
      assertThat(csv).isNotEmptyFile();
      assertThat(run.out()).contains("#[Mean");
    }
  }

  @Test
  void twoReports_toOneFile_areRefused() {
    String file = folder.resolve("run").toString();
    Cli run = Cli.run("load", "h:1", "-o", "json=" + file, "-o", "csv=" + folder + "/./run");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("--output: \"csv=" + folder + "/./run\" (expected: a file for each form)");
  }

  @Test
  void payload_beyondMemory_isRefused() {
    Cli run = Cli.run("load", "h:1", "--payload", "4000000", "--concurrency", "100000");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern(
            "^--concurrency: \"100000\" \\(expected: at most \\d+ with --payload 4000000; java -Xmx"
                + " makes room for more\\)");
  }

  @Test
  void openLoop_numberOfCalls_isExact() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run =
          load(
              server,
              "--rate",
              "1000",
              "--arrivals",
              "poisson",
              "--calls",
              "123",
              "--mix",
              "hello=2,goodbye=1");

      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out())
          .contains("123 intended = 123 sent + 0 skipped")
          .containsPattern("\n  pod-1 +82 ")
          .containsPattern("\n  pod-1 +41 ");
      assertThat(server.requests()).hasSize(123);
    }
  }

  @Test
  void closedLoop_numberOfCalls_isExact() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--concurrency", "7", "--connections", "3", "--calls", "1000");

      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out())
          .contains("1000 intended = 1000 sent + 0 skipped; sent = 1000 answered + 0 failed");
      assertThat(server.requests()).hasSize(1_000);
      // And one that asked the target's health what it has.
      assertThat(server.connections()).isEqualTo(3 + 1);
    }
  }

  @Test
  void callsThatFail_failTheRun_withTheirPodAndBlame() {
    try (GreetingServer server =
        GreetingServer.named(
            () -> "pod-1",
            hello(q -> "Hello"),
            goodbye(
                q -> {
                  throw Status.ABORTED.withDescription("\u001b[31mno").asRuntimeException();
                }))) {
      Cli run = load(server, "--calls", "10", "--concurrency", "1");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .containsPattern("5  ABORTED +app +pod-1 +Goodbye\n +in second 0 \\(5×\\)\n +ABORTED: ")
          .contains("\\u001b[31mno")
          .containsPattern("FAIL +SLO errors <= 0: 5")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void reports_goToTheirFiles_andTheTableToStandardOutput() throws Exception {
    Path page = folder.resolve("run.html");
    Path json = folder.resolve("run.json");
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--calls", "10", "-o", "html=" + page, "-o", "json=" + json);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("PASS  ");
    }
    assertThat(page)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("pod-1")
        .endsWith("</html>\n");
    assertThat(json).content().contains("\"kind\": \"load\"");
  }

  @Test
  void reports_twoOnStandardOutput_areRefused() {
    assertThat(Cli.run("load", "127.0.0.1:1", "-o", "json", "-o", "html=x", "-o", "csv").err())
        .startsWith("--output: \"csv\" (expected: one for standard output, each other with =FILE)");
  }

  @Test
  void report_toAFileThatCannotBe_isRefusedBeforeAnyCall() {
    assertThat(Cli.run("load", "127.0.0.1:1", "-o", "json=/nowhere/x.json").err())
        .startsWith(
            "--output: \"json=/nowhere/x.json\" (expected: FORM=FILE, a file that can be written)");
  }

  @Test
  void method_isCalledInPlaceOfTheGreetings() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli mixed = load(server, "--method", "health", "--mix", "hello=1");
      assertThat(mixed.exitCode()).isEqualTo(2);
      assertThat(mixed.err())
          .startsWith("--mix: is for Hello and Goodbye (expected: --data with --method)");
    }
  }

  @Test
  void podThatIsMissing_failsTheRun() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--calls", "10", "--expect-pods", "2");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).containsPattern("FAIL +SLO pods of Goodbye >= 2: 1");
    }
  }

  @Test
  void nobodyListens_isUnreachable() {
    GreetingServer server = GreetingServer.unnamed(hello(q -> "never"));
    server.close();

    assertThat(load(server))
        .isEqualTo(
            new Cli(
                3,
                "",
                "%s is unreachable: Connection refused (127.0.0.1)%n".formatted(server.target())));
  }

  @Test
  void callThatAPolicyOfRetriesSentAgain_isCounted() throws Exception {
    Path json = folder.resolve("run.json");
    AtomicInteger calls = new AtomicInteger();
    try (GreetingServer server =
        GreetingServer.unnamed(
            GreetingServer.hello(
                request -> {
                  if (calls.getAndIncrement() % 2 == 0) {
                    throw Status.UNAVAILABLE.asRuntimeException();
                  }
                  return "text";
                }))) {
      Cli run =
          load(
              server,
              "--mix",
              "hello=1",
              "--calls",
              "10",
              "--concurrency",
              "1",
              "--retries",
              "2",
              "-o",
              "json=" + json);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("at most 1 in flight, deadline 5.0 s; --retries 2\n")
          .contains("retried    10 calls sent again by --retries, after an attempt that failed\n");
    }
    assertThat(json)
        .content()
        .contains("\"replayed\":0,\"retried\":10")
        .contains("\"retries\":2,\"raw\":false");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 2_000})
  void manyNamesOfPods_areDoubted_andNobodyEnds(int answers) {
    AtomicInteger calls = new AtomicInteger();
    try (GreetingServer server =
        GreetingServer.named(() -> "pod-" + calls.getAndIncrement(), GreetingServer.both("text"))) {
      Cli run = load(server, "--mix", "hello=1", "--calls", Integer.toString(answers));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .containsPattern(
              "WARN +1(00|,00[01]) names of pods in %,d answers of Hello: is it a pod's name"
                  .formatted(answers))
          .doesNotContain("RETRY");
    }
  }

  @Test
  void podThatOnlyFails_isOnThePage() {
    try (GreetingServer server =
        GreetingServer.named(
            rotation("pod-1", "pod-2"),
            GreetingServer.hello(
                request -> {
                  throw Status.INTERNAL.asRuntimeException();
                }))) {
      Cli run = load(server, "--mix", "hello=1", "--calls", "10", "-o", "html");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out())
          .contains("<dt>pods</dt><dd>2</dd>")
          .contains(
              "Failed, and answered no call with OK: <bdi>pod-1</bdi> (5 calls), <bdi>pod-2</bdi>")
          .contains("<bdi>pod-1</bdi> <small>all calls failed</small>")
          .doesNotContain("No answer names its pod");
    }
  }
}
