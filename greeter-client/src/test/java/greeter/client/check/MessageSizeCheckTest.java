package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageSizeCheckTest {
  private static final Status TOO_LARGE =
      Status.UNKNOWN.withDescription("HTTP status code 413\ninvalid content-type: text/html");

  @Test
  void run_serverOfUsualLimit_passes() throws Exception {
    try (GreetingServer server = GreetingServer.set(settings -> {}, new Talking())) {
      Result result = Benches.run(new MessageSizeCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.PASS);
      assertThat(result.line()).isEqualTo("requests of 64 KiB, 1 MiB, 3.9 MiB are answered");
    }
  }

  @Test
  void run_serverOfSmallLimit_failsAndCannotTellWho() throws Exception {
    try (GreetingServer server =
        GreetingServer.set(s -> s.maxInboundMessageSize(512 << 10), new Talking())) {
      Result result = Benches.run(new MessageSizeCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .startsWith("requests of 1 MiB are refused, 64 KiB is the largest answered")
          .contains("RESOURCE_EXHAUSTED: gRPC message exceeds maximum size 524288");
      assertThat(result.blame()).contains(Blame.CANNOT_TELL);
      assertThat(result.seen()).hasSize(2);
    }
  }

  @Test
  void judge_onlyTheLargestRefused_warns() {
    Result result = judge(served(64), served(1024), refused(3993, "3.9 MiB", TOO_LARGE));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line())
        .isEqualTo(
            "requests of 3.9 MiB are refused, 1 MiB is the largest answered"
                + " (UNKNOWN: HTTP status code 413)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).isEqualTo("the proxy limits the size of a request's body");
  }

  @Test
  void judge_allRefused_fails() {
    Result result =
        judge(
            refused(64, "64 KiB", TOO_LARGE),
            refused(1024, "1 MiB", TOO_LARGE),
            refused(3993, "3.9 MiB", TOO_LARGE));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("requests of 64 KiB are refused (UNKNOWN: HTTP status code 413)");
  }

  @Test
  void judge_largeAnsweredButNotSmall_countsTheSmall() {
    Result result = judge(served(64), refused(1024, "1 MiB", TOO_LARGE), served(3993));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).contains("64 KiB is the largest answered");
  }

  @Test
  void judge_noAnswerInTime_isInconclusive() {
    Result result =
        judge(
            served(64),
            served(1024),
            new Size(
                3993,
                "3.9 MiB",
                Optional.of(
                    new Failed(Status.DEADLINE_EXCEEDED, Optional.empty(), Origin.UNKNOWN))));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).contains("3.9 MiB has no answer within 20 s");
  }

  private static Result judge(Size... sizes) {
    return MessageSizeCheck.judge(List.of(sizes), Benches.BEHIND_A_PROXY);
  }

  private static Size served(int kib) {
    return new Size(kib, kib + " KiB", Optional.empty());
  }

  private static Size refused(int kib, String what, Status status) {
    return new Size(kib, what, Optional.of(new Failed(status, Optional.empty(), Origin.NOT_GRPC)));
  }
}
