package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.PodFrom;
import greeter.client.load.ConnectionLoad.End;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;
  private static final Work WORK =
      new Work("Hello", MethodType.UNARY, "a.B/C", List.of(new byte[0]), PodFrom.nothing());

  private final Recorder recorder = new Recorder(List.of(WORK));

  private static Failed unsigned(Status status) {
    return new Failed(status, Optional.empty(), Origin.UNSIGNED);
  }

  private void answered(String pod, long at, long latency) {
    recorder.answered(null, 0, pod, true, at, at, at + latency);
  }

  @Test
  void calls_areCountedByPodSlotAndLatency() {
    answered("a", 100 * MILLI, 2 * MILLI);
    answered("b", 1_999 * MILLI, 2 * MILLI);
    answered("a", 2_000 * MILLI, 50 * MILLI);
    recorder.skipped(0, 2_500 * MILLI);
    recorder.turn(2_000 * MILLI, 2_003 * MILLI);

    ServiceLoad service = recorder.services().get(0);
    Timeline timeline = recorder.timeline(Duration.ofSeconds(4));

    assertThat(service.counts()).isEqualTo(new Counts(1, 3, 0, 0, 0));
    assertThat(service.latency().count()).isEqualTo(3);
    assertThat(service.pods()).extracting(PodLoad::pod).containsExactly("a", "b");
    assertThat(service.pods().get(0).first()).isEqualTo(Duration.ofMillis(100));
    assertThat(service.pods().get(0).last()).isEqualTo(Duration.ofMillis(2_050));
    assertThat(timeline.slot()).isEqualTo(Duration.ofSeconds(1));
    assertThat(timeline.slots())
        .extracting(Timeline.Slot::answered)
        .containsExactly(
            Map.of("Hello", Map.of("a", 1L)),
            Map.of("Hello", Map.of("b", 1L)),
            Map.of("Hello", Map.of("a", 1L)),
            Map.of());
    assertThat(timeline.slots().get(2).skipped()).isEqualTo(1);
    assertThat(timeline.slots().get(2).late()).isEqualTo(Duration.ofMillis(3));
    assertThat(timeline.slots().get(2).heat().get(Heat.bucketOf(50_000))).isEqualTo(1);
    assertThat(recorder.late().max()).isGreaterThanOrEqualTo(Duration.ofMillis(3));
  }

  /** A client that sends late would hide a stall in which its calls were due. */
  @Test
  void latency_countsFromWhenTheCallWasDue() {
    recorder.answered(null, 0, "a", true, 100 * MILLI, 1_900 * MILLI, 1_902 * MILLI);

    ServiceLoad service = recorder.services().get(0);
    Timeline.Slot slot = recorder.timeline(Duration.ofSeconds(2)).slots().get(0);

    assertThat(service.latency().max()).isBetween(millis(1_802), millis(1_804));
    assertThat(service.pods().get(0).latency().max()).isBetween(millis(1_802), millis(1_804));
    assertThat(slot.answeredByAll()).isOne();
    assertThat(slot.heat().get(Heat.bucketOf(1_802_000))).isOne();
  }

  /** A pod may serve several: what it answers of one says nothing of another. */
  @Test
  void calls_ofTwoServices_areKeptApart() {
    Work bidi =
        new Work("Hello bidi", MethodType.UNARY, "a.B/D", List.of(new byte[0]), PodFrom.nothing());
    Recorder two = new Recorder(List.of(WORK, bidi));
    two.answered(null, 0, "a", true, 0, 0, MILLI);
    two.answered(null, 1, "a", true, 0, 0, MILLI);
    two.answered(null, 1, "b", true, 0, 0, MILLI);

    Timeline.Slot slot = two.timeline(Duration.ofSeconds(1)).slots().get(0);

    assertThat(slot.answered("Hello", "a")).isEqualTo(1);
    assertThat(slot.answered("Hello", "b")).isZero();
    assertThat(slot.answered("Hello bidi", "b")).isEqualTo(1);
    assertThat(slot.answeredBy("a")).isEqualTo(2);
    assertThat(slot.answeredByAll()).isEqualTo(3);
    assertThat(slot.pods()).containsExactly("a", "b");
  }

  /** Later than 2 s after the start a pod is new; its first 3 s are its youth. */
  @Test
  void podThatComesLater_hasAYouth() {
    answered("old", 0, MILLI);
    answered("new", 2 * SECOND, 9 * MILLI);
    answered("new", 3 * SECOND, 9 * MILLI);
    answered("new", 4_999 * MILLI, 9 * MILLI);
    answered("new", 5 * SECOND, MILLI);

    List<PodLoad> pods = recorder.services().get(0).pods();

    assertThat(pods.get(0).youths())
        .extracting(PodLoad.Youth::from)
        .containsExactly(Duration.ofSeconds(2));
    assertThat(pods.get(0).youths().get(0).latency().count()).isEqualTo(3);
    assertThat(pods.get(1).youths()).isEmpty();
    assertThat(pods).extracting(PodLoad::cameLater).containsExactly(true, false);
  }

  @Test
  void podThatComesBack_hasAYouth() {
    answered("a", 0, MILLI);
    answered("a", 5 * SECOND, 100 * MILLI);
    answered("a", 5_050 * MILLI, 100 * MILLI);
    answered("a", 5_100 * MILLI, 30 * MILLI);
    answered("a", 6_500 * MILLI, 30 * MILLI);
    answered("a", 8_000 * MILLI, 30 * MILLI);

    List<PodLoad.Youth> youths = recorder.services().get(0).pods().get(0).youths();

    assertThat(youths).extracting(PodLoad.Youth::from).containsExactly(Duration.ofSeconds(5));
    assertThat(youths.get(0).latency().count()).isEqualTo(4);
  }

  @Test
  void podThatComesBackTwice_isYoungTheLastTime() {
    answered("a", 0, MILLI);
    answered("a", 4 * SECOND, MILLI);
    answered("a", 9 * SECOND, MILLI);

    assertThat(recorder.services().get(0).pods().get(0).youths())
        .extracting(PodLoad.Youth::from)
        .containsExactly(Duration.ofSeconds(9));
  }

  @Test
  void podThatIsQuietForALittle_hasNoYouth() {
    answered("a", 0, MILLI);
    answered("a", 2_000 * MILLI, MILLI);

    assertThat(recorder.services().get(0).pods().get(0).youths()).isEmpty();
  }

  /** As where it was not the pod that was silent, but the connections of one event loop. */
  @Test
  void podThatAnsweredOthersMeanwhile_hasNoYouth() {
    answered("a", 0, MILLI);
    answered("a", 5 * SECOND, MILLI);
    Recorder other = new Recorder(List.of(WORK));
    other.answered(null, 0, "a", true, 3 * SECOND, 3 * SECOND, 3 * SECOND + MILLI);
    recorder.add(other);

    assertThat(recorder.services().get(0).pods().get(0).youths()).isEmpty();
  }

  @Test
  void podThatComesBack_asSeveralLoopsSeeIt_hasOneYouth() {
    Recorder other = new Recorder(List.of(WORK));
    for (long at : List.of(0L, 5_200 * MILLI, 5_300 * MILLI)) {
      other.answered(null, 0, "a", true, at, at, at + MILLI);
    }
    answered("a", 0, MILLI);
    answered("a", 5 * SECOND, MILLI);
    answered("a", 6 * SECOND, MILLI);
    recorder.add(other);

    List<PodLoad.Youth> youths = recorder.services().get(0).pods().get(0).youths();

    assertThat(youths).extracting(PodLoad.Youth::from).containsExactly(Duration.ofSeconds(5));
    assertThat(youths.get(0).latency().count()).isEqualTo(4);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void failures_areGroupedBySecondPodAndReason() {
    Failed byPod = new Failed(Status.ABORTED.withDescription("no"), Optional.of("a"), Origin.APP);
    recorder.failed(0, byPod, 100 * MILLI, 101 * MILLI);
    recorder.failed(0, byPod, 900 * MILLI, 901 * MILLI);
    recorder.failed(0, byPod, 1_100 * MILLI, 1_101 * MILLI);

    assertThat(recorder.losses())
        .containsExactly(
            new Loss(
                Duration.ZERO, "Hello", Optional.of("a"), Blame.APP, "ABORTED", "ABORTED: no", 2),
            new Loss(
                Duration.ofSeconds(1),
                "Hello",
                Optional.of("a"),
                Blame.APP,
                "ABORTED",
                "ABORTED: no",
                1));
    assertThat(recorder.timeline(Duration.ofSeconds(2)).slots())
        .extracting(Timeline.Slot::failed)
        .containsExactly(Map.of(Blame.APP, 2L), Map.of(Blame.APP, 1L));
    assertThat(recorder.services().get(0).pods().get(0).failed()).isEqualTo(3);
  }

  /** Only a good answer, which may come later, shows that pods name themselves. */
  @Test
  void unsignedFailure_isTheProxysOncePodsNameThemselves() {
    recorder.failed(0, unsigned(Status.UNAVAILABLE), 0, MILLI);
    assertThat(recorder.losses()).extracting(Loss::blame).containsExactly(Blame.CANNOT_TELL);

    answered("a", 0, MILLI);

    assertThat(recorder.losses()).extracting(Loss::blame).containsExactly(Blame.PROXY);
  }

  @Test
  void goaway_isTheProxysWhereOneConnectionReachesSeveralPods() {
    Failed failed = new Failed(Status.UNAVAILABLE, Optional.empty(), Origin.GOAWAY);
    Carrier carrier = recorder.opened(0, 0);
    recorder.failed(0, failed, 0, MILLI);
    recorder.answered(carrier, 0, "a", true, 0, 0, MILLI);
    recorder.answered(carrier, 0, "a", true, 0, 0, MILLI);
    recorder.answered(carrier, 0, "", false, 0, 0, MILLI);
    assertThat(recorder.losses()).extracting(Loss::blame).containsExactly(Blame.CANNOT_TELL);

    recorder.answered(carrier, 0, "b", true, 0, 0, MILLI);

    assertThat(recorder.losses()).extracting(Loss::blame).containsExactly(Blame.PROXY);
    assertThat(recorder.connections().get(0).answered()).isEqualTo(4);
  }

  /** gRPC tells the end before, or after, the connection is gone. */
  @Test
  void connections_endInTheirOrder() {
    Carrier first = recorder.opened(0, -5);
    Carrier other = recorder.opened(1, 1);
    recorder.ended(0, SECOND, End.GOAWAY);
    Carrier second = recorder.opened(0, SECOND + 1);
    recorder.gone(first, 2 * SECOND);
    recorder.gone(second, 3 * SECOND);
    Carrier third = recorder.opened(0, 3 * SECOND + 1);
    recorder.ended(0, 3 * SECOND + 2, End.CUT);
    recorder.gone(third, 4 * SECOND); // this side's own doing

    assertThat(recorder.connections())
        .containsExactly(
            new ConnectionLoad(
                0, Duration.ZERO, Optional.of(Duration.ofSeconds(1)), End.GOAWAY, 0, false),
            new ConnectionLoad(1, Duration.ofNanos(1), Optional.empty(), End.NONE, 0, false),
            new ConnectionLoad(
                0,
                Duration.ofNanos(SECOND + 1),
                Optional.of(Duration.ofSeconds(3)),
                End.CUT,
                0,
                false),
            new ConnectionLoad(
                0, Duration.ofNanos(3 * SECOND + 1), Optional.empty(), End.NONE, 0, false));
    assertThat(other.hasEnded()).isFalse();
  }

  @Test
  void connection_thatEndedInTheWarmUp_isNoneOfTheRun() {
    recorder.opened(0, -3 * SECOND);
    recorder.ended(0, -SECOND, End.GOAWAY);
    recorder.opened(0, -SECOND);

    assertThat(recorder.connections())
        .containsExactly(
            new ConnectionLoad(0, Duration.ZERO, Optional.empty(), End.NONE, 0, false));
  }

  @Test
  void add_isAsIfOneHadRecordedAll() {
    Recorder other = new Recorder(List.of(WORK));
    Recorder whole = new Recorder(List.of(WORK));
    for (int i = 0; i < 3_000; i++) {
      Recorder part = i % 3 == 0 ? recorder : other;
      for (Recorder each : List.of(part, whole)) {
        // The slots of the one that comes so far alone are wider.
        long at = (i % 3 == 0 ? i / 3 : i) * SECOND;
        each.answered(null, 0, "pod-" + i % 2, true, at, at, at + i * MILLI);
        if (i % 7 == 0) {
          each.failed(0, unsigned(Status.INTERNAL), at, at + MILLI);
        }
      }
    }

    Recorder sum = new Recorder(List.of(WORK));
    sum.add(recorder);
    sum.add(other);

    Duration lasted = Duration.ofMinutes(50);
    assertThat(sum.services()).isEqualTo(whole.services());
    assertThat(sum.timeline(lasted)).isEqualTo(whole.timeline(lasted));
    assertThat(sum.losses()).isEqualTo(whole.losses());
  }

  /**
   * An hour at 50,000 calls/s, of which every 90th is fed (2 million): 20 pods, new connections,
   * failures whose texts are all different. What is held after the second half of it is what was
   * held after the first, but for the slots of time and the lists up to their limits.
   */
  @Test
  void hourOfCalls_isHeldInBoundedMemory() {
    long calls = 2_000_000;
    for (long i = 0; i < calls; i++) {
      long at = i * 3_600 * SECOND / calls;
      answered("pod-" + i % 20, at, (i % 3_000) * MILLI / 10);
      if (i % 50 == 0) {
        recorder.failed(0, unsigned(Status.INTERNAL.withDescription("text " + i)), at, at);
        recorder.opened(0, at);
      }
      recorder.turn(at, at + i % 1_000);
    }

    assertThat(recorder.services().get(0).counts()).isEqualTo(new Counts(0, calls, 40_000, 0, 0));
    assertThat(recorder.losses()).hasSize(LoadResult.MOST_LOSSES);
    assertThat(recorder.lossesNotListed()).isEqualTo(40_000 - LoadResult.MOST_LOSSES);
    assertThat(recorder.connections()).hasSize(LoadResult.MOST_CONNECTIONS);
    assertThat(recorder.connectionsNotListed()).isEqualTo(40_000 - LoadResult.MOST_CONNECTIONS);
    assertThat(recorder.timeline(Duration.ofHours(1)).slot()).isEqualTo(Duration.ofSeconds(4));
    assertThat(recorder.timeline(Duration.ofHours(1)).slots()).hasSize(900);
    // Losses and connections are 10,000 each of some hundred bytes; the rest is under 1 MB.
    assertThat(Held.by(recorder).bytes()).isLessThan(12_000_000);
  }

  /** Names from the wire cannot make it grow. */
  @Test
  void podsWithoutEnd_areOneAfterTheFirstThousand() {
    for (int i = 0; i < 50_000; i++) {
      answered("pod-" + i, i * SECOND, MILLI);
    }

    List<PodLoad> pods = recorder.services().get(0).pods();

    assertThat(pods).hasSize(Recorder.MOST_PODS + 1);
    assertThat(pods.get(0).pod()).isEqualTo(PodLoad.OTHERS);
    assertThat(pods.get(0).answered()).isEqualTo(50_000 - Recorder.MOST_PODS);
    assertThat(Held.by(recorder).bytes()).isLessThan(40_000_000);
  }
}
