package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
  private static final long MILLI = 1_000_000;
  private static final Work WORK =
      new Work("Hello", MethodType.UNARY, "a.B/C", List.of(new byte[0]), PodFrom.nothing());

  private final Recorder recorder = new Recorder(List.of(WORK));

  private LoadResult result(Optional<Double> rate) {
    return new LoadResult(
        "h:1",
        new Asked(
            "pace", rate, "Hello=1", 1, 1, Duration.ofSeconds(1), 0, OptionalInt.empty(), false),
        Instant.EPOCH,
        Duration.ofSeconds(1),
        false,
        recorder.services(),
        recorder.timeline(Duration.ofSeconds(1)),
        recorder.losses(),
        0,
        List.of(),
        0,
        new Generator(Duration.ZERO, 1, Latency.NONE));
  }

  private void answered(int calls, long latency) {
    for (int i = 0; i < calls; i++) {
      recorder.answered(null, 0, "pod-" + i % 2, true, 0, 0, latency);
    }
  }

  @Test
  void judge_printsWhatWasAskedAndWhatWasMeasured() {
    answered(98, 10 * MILLI);
    answered(1, 100 * MILLI);
    recorder.failed(0, new Failed(Status.ABORTED, Optional.empty(), Origin.APP), 0, MILLI);
    recorder.skipped(0, 0);

    assertThat(
            Slo.parse("p50=10.1ms,p97.5=99ms,errors=0,unserved=1%").judge(result(Optional.empty())))
        .extracting(Slo.Judged::text, Slo.Judged::met)
        .containsExactly(
            tuple("SLO p50 <= 10.1 ms: 10.0 ms of all calls that were due", true),
            tuple("SLO p97.5 <= 99.0 ms: 100 ms of all calls that were due", false),
            tuple("SLO errors <= 0: 1", false),
            tuple("SLO unserved <= 1%: 0.99%", true));
    assertThat(Slo.parse("errors=1%,unserved=0,rate=99%").judge(result(Optional.of(100.0))))
        .extracting(Slo.Judged::text, Slo.Judged::met)
        .containsExactly(
            tuple("SLO errors <= 1%: 1%", true),
            tuple("SLO unserved <= 0: 1", false),
            tuple("SLO rate >= 99%: 98.02%", false));
  }

  /** A random schedule makes a few more or fewer due than were asked for. */
  @Test
  void rate_isOfTheCallsThatWereDue() {
    answered(93, MILLI);

    assertThat(Slo.parse("rate=99%").judge(result(Optional.of(100.0))))
        .contains(new Slo.Judged("SLO rate >= 99%: 100%", true));
  }

  /** What was never sent would have waited longest. */
  @Test
  void latency_countsSkippedCallsAsTheSlowest() {
    answered(98, 10 * MILLI);
    recorder.skipped(0, 0);
    recorder.skipped(0, 0);

    assertThat(Slo.parse("p98=10.1ms,p99=1s,max=1s").judge(result(Optional.empty())))
        .contains(
            new Slo.Judged("SLO p98 <= 10.1 ms: 10.0 ms of all calls that were due", true),
            new Slo.Judged("SLO p99 <= 1000 ms: 2 of 100 calls were not answered", false),
            new Slo.Judged("SLO max <= 1000 ms: 2 calls were never sent", false));
  }

  /** Else the more of them time out, the better the rest looks. */
  @Test
  void latency_countsFailedCallsAsSlowerThanAnswers() {
    answered(98, 10 * MILLI);
    for (int i = 0; i < 2; i++) {
      recorder.failed(
          0, new Failed(Status.DEADLINE_EXCEEDED, Optional.empty(), Origin.UNKNOWN), 0, MILLI);
    }

    assertThat(Slo.parse("p98=10.1ms,p99=1s,max=1s,errors=2%").judge(result(Optional.empty())))
        .containsExactly(
            new Slo.Judged("SLO p98 <= 10.1 ms: 10.0 ms of all calls that were due", true),
            new Slo.Judged("SLO p99 <= 1000 ms: 2 of 100 calls were not answered", false),
            new Slo.Judged("SLO max <= 1000 ms: 10.0 ms", true),
            new Slo.Judged("SLO errors <= 2%: 2%", true));
  }

  @Test
  void latency_ofNoCall_isNotMet() {
    assertThat(Slo.parse("p99=1s").judge(result(Optional.empty())))
        .contains(new Slo.Judged("SLO p99 <= 1000 ms: 0 of 0 calls were not answered", false));
  }

  @Test
  void errors_whereNothingIsSaidOfThem_mayNotBe() {
    answered(9, MILLI);
    recorder.failed(0, new Failed(Status.ABORTED, Optional.empty(), Origin.APP), 0, MILLI);

    assertThat(Slo.parse("p50=1s").judge(result(Optional.empty())))
        .containsExactly(
            new Slo.Judged("SLO p50 <= 1000 ms: 1.00 ms of all calls that were due", true),
            new Slo.Judged("SLO errors <= 0: 1", false));
    assertThat(Slo.parse("p50=1s,errors=100%").judge(result(Optional.empty())))
        .allMatch(Slo.Judged::met);
  }

  @Test
  void pods_areCountedByService() {
    answered(2, MILLI);

    assertThat(Slo.parse("errors=0").withPods(OptionalInt.of(3)).judge(result(Optional.empty())))
        .containsExactly(
            new Slo.Judged("SLO errors <= 0: 0", true),
            new Slo.Judged("SLO pods of Hello >= 3: 2", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p99",
        "p99=",
        "p99=50",
        "p=1s",
        "p100=1s",
        "p99=0x1s",
        "max=5",
        "max9=1s",
        "errors=-1",
        "errors=0.5",
        "errors=1ms",
        "rate=5",
        "rate=99",
        "errors=0,errors=1",
        "latency=1s",
        "errors=0,",
        "P99=1s"
      })
  void parse_anythingElse_saysWhatWasExpected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slo.parse(text))
        .withMessage(Slo.EXPECTED);
  }
}
