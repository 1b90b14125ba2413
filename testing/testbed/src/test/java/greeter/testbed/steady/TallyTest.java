package greeter.testbed.steady;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Each call is counted once, and each loss has its second and its pod. */
class TallyTest {
  private static final Instant START = Instant.parse("2026-11-23T21:40:00Z");
  private static final Optional<String> POD = Optional.of("hello-1");

  private final Tally tally = new Tally("restart", START);

  @Test
  void await_callsOfAllKinds_countsEach() throws Exception {
    answered(0, 3, "hello-1");
    answered(1000, 7, "hello-2");
    lost(2000, POD, Status.UNAVAILABLE);
    tally.replayed();

    Tally.Summary summary = tally.await();

    assertThat(summary.calls()).isEqualTo(3);
    assertThat(summary.lost()).isEqualTo(1);
    assertThat(summary.replayed()).isEqualTo(1);
    assertThat(summary.slowest()).isEqualTo(Duration.ofMillis(7));
    assertThat(summary.pods()).containsExactlyInAnyOrder("hello-1", "hello-2");
    assertThat(summary.lasted()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void await_aCallInFlight_waitsForItsEnd() throws Exception {
    tally.sent(START);
    CompletableFuture<Tally.Summary> summary = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                summary.complete(tally.await());
              } catch (InterruptedException e) {
                summary.completeExceptionally(e);
              }
            });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(summary).isNotDone();
    tally.answered(POD, Duration.ZERO);

    assertThat(summary.get().calls()).isEqualTo(1);
  }

  @Test
  void report_losses_bySecondServicePodAndReason() throws Exception {
    answered(0, 12, "hello-1");
    lost(1400, POD, Status.UNAVAILABLE.withDescription("HTTP status code 503\nbody"));
    lost(1900, POD, Status.UNAVAILABLE.withDescription("HTTP status code 503\nbody"));
    lost(2000, Optional.empty(), Status.DEADLINE_EXCEEDED.withDescription("after 4.998s \u001b"));

    assertThat(SteadyReport.of(tally.await(), ZoneOffset.UTC))
        .isEqualTo(
            """
              lost: 21:40:01, second 1: 2 to Hello, pod hello-1: UNAVAILABLE: HTTP status code 503
              lost: 21:40:02, second 2: 1 to Hello, no pod answered: DEADLINE_EXCEEDED: after Ns \\u001b
            restart: calls 4, lost 3, replayed 0, slowest 12 ms, pods 1, 2.0 s
            """);
  }

  @Test
  void report_manyLosses_countsTheRest() throws Exception {
    for (int second = 0; second < 45; second++) {
      lost(second * 1000, POD, Status.UNAVAILABLE);
    }

    assertThat(SteadyReport.of(tally.await(), ZoneOffset.UTC))
        .hasLineCount(42)
        .contains("  lost: 5 more\n")
        .endsWith("restart: calls 45, lost 45, replayed 0, slowest 0 ms, pods 0, 44.0 s\n");
  }

  private void answered(int sentMillis, int tookMillis, String pod) {
    tally.sent(START.plusMillis(sentMillis));
    tally.answered(Optional.of(pod), Duration.ofMillis(tookMillis));
  }

  private void lost(int sentMillis, Optional<String> pod, Status status) {
    Instant sent = START.plusMillis(sentMillis);
    tally.sent(sent);
    tally.lost(sent, "Hello", pod, status);
  }
}
