package greeter.client;

import static greeter.client.server.GreetingServer.goodbye;
import static greeter.client.server.GreetingServer.hello;
import static greeter.client.server.GreetingServer.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.GreetingServer;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadCommandTest {
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
          .contains("40 intended = 0 skipped + 40 sent; 40 sent = 40 answered + 0 failed")
          .contains("100:200ms,200:100ms calls/s, constant", "pod-1: ", "pod-2: ")
          .contains("PASS SLO errors <= 0: 0", "PASS SLO unserved <= 0: 0");
      assertThat(server.requests()).hasSize(40);
    }
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
          .contains("123 intended = 0 skipped + 123 sent")
          .contains("pod-1: 82 answered", "pod-1: 41 answered");
      assertThat(server.requests()).hasSize(123);
    }
  }

  @Test
  void closedLoop_numberOfCalls_isExact() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--concurrency", "7", "--connections", "3", "--calls", "1000");

      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(run.out()).contains("1000 sent = 1000 answered + 0 failed");
      assertThat(server.requests()).hasSize(1_000);
      assertThat(server.connections()).isEqualTo(3);
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
          .contains(
              "second 0: 5 failed: Goodbye: ABORTED: \\u001b[31mno, by pod-1 (blame: app)",
              "FAIL SLO errors <= 0: 5")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void podThatIsMissing_failsTheRun() {
    try (GreetingServer server = GreetingServer.unnamed(GreetingServer.both("pod-1"))) {
      Cli run = load(server, "--calls", "10", "--expect-pods", "2");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("FAIL SLO pods of Goodbye >= 2: 1");
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
}
