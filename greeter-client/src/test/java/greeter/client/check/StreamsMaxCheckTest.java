package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.StreamsMaxCheck.Observation;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamsMaxCheckTest {
  private static final Facts BEHIND_A_PROXY = Benches.BEHIND_A_PROXY;

  /** As where one call in a hundred fails: the many that were begun later are open. */
  @Test
  void judge_refusedNowAndThen_isNoLimit() {
    Failed now = new Failed(Status.UNAVAILABLE, Optional.empty(), Origin.NOT_GRPC);

    Result result =
        StreamsMaxCheck.judge(
            new Observation(198, Set.of("a", "b"), 1, 0, true, List.of(now, now), 90),
            Facts.NONE,
            OptionalLong.empty());

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("2 of 200 streams are refused, and not those beyond a number (UNAVAILABLE)");
    assertThat(result.fixes()).isEmpty();
  }

  @Test
  void judge_firstStreamThatIsNotAnswered_isInconclusive() {
    Observation none = new Observation(0, Set.of(), 0, 1, false, List.of(), 0);

    Result result = StreamsMaxCheck.judge(none, Facts.NONE, OptionalLong.empty());

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line()).isEqualTo("the first stream has no answer within 5 s");
  }

  @Test
  void run_noLimit_opensAllAndEndsAllProperly() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    try (GreetingServer server = GreetingServer.set(settings -> {}, counting(ended))) {
      Result result = Benches.run(new StreamsMaxCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.PASS);
      assertThat(result.line()).isEqualTo("200 streams open together on one connection");
      assertThat(ended).hasValue(200);
    }
  }

  @Test
  void run_lowLimit_warnsAndEndsAllProperly() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    try (GreetingServer server =
        GreetingServer.set(s -> s.maxConcurrentCallsPerConnection(10), counting(ended))) {
      Result result = Benches.run(new StreamsMaxCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.WARN);
      assertThat(result.line())
          .isEqualTo(
              "10 streams open together, 190 of 200 waited; they have their turn as others end");
      assertThat(ended).hasValue(200);
    }
  }

  @Test
  void run_streamsThatNeverEnd_failsSinceNobodyHasATurn() throws Exception {
    Talking endless =
        new Talking() {
          @Override
          protected void end(StreamObserver<HelloReply> out) {}
        };
    try (GreetingServer server =
        GreetingServer.set(s -> s.maxConcurrentCallsPerConnection(150), endless)) {
      Result result = Benches.run(new StreamsMaxCheck(), server, Benches.HURRIED, true);

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .isEqualTo(
              "150 streams open together, 50 of 200 waited, and none had its turn within 5 s of"
                  + " another's end");
    }
  }

  @Test
  void run_streamsThatAreRefused_fails() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    Talking refusing =
        new Talking() {
          @Override
          public StreamObserver<HelloRequest> sayHelloBidiStream(StreamObserver<HelloReply> out) {
            if (opened.incrementAndGet() > 150) {
              out.onError(Status.UNAVAILABLE.withDescription("overflow").asRuntimeException());
              return new Ignoring();
            }
            return super.sayHelloBidiStream(out);
          }
        };
    try (GreetingServer server = GreetingServer.set(settings -> {}, refusing)) {
      Result result = Benches.run(new StreamsMaxCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .startsWith("50 of 200 streams ended by themselves, beside 150 open ones");
    }
  }

  @Test
  void judge_limitOf10_isTheProxysWhereOneConnectionReachesSeveralPods() {
    Observation ten = new Observation(10, Set.of("a", "b"), 1, 190, true, List.of(), 0);

    Result result = StreamsMaxCheck.judge(ten, BEHIND_A_PROXY, OptionalLong.of(10));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.number()).hasValue(10);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(StreamsMaxCheck.judge(ten, Facts.NONE, OptionalLong.empty()).blame())
        .contains(Blame.CANNOT_TELL);
  }

  private static final Facts OF_THREE_PODS =
      new Facts(
          Service.ALL,
          true,
          true,
          Map.of("Hello", Set.of("a", "b", "c")),
          Duration.ZERO,
          FaultInjection.USABLE,
          Optional.empty(),
          true);

  /** As one that is stopped, or answers late: its streams have their places among the limit's. */
  @Test
  void judge_podThatAnswersNone_isNoLimit() {
    Observation seen = new Observation(86, Set.of("a", "b"), 1, 114, true, List.of(), 0);

    Result result = StreamsMaxCheck.judge(seen, OF_THREE_PODS, OptionalLong.of(128));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "86 streams open together, 114 of 200 waited, which may wait for c: it has answered none");
  }

  @Test
  void judge_fewerThanAnnounced_isNotTheSettings() {
    Observation seen = new Observation(30, Set.of("a", "b", "c"), 1, 170, true, List.of(), 0);

    Result result = StreamsMaxCheck.judge(seen, OF_THREE_PODS, OptionalLong.of(Long.MAX_VALUE));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).startsWith("its SETTINGS let more be open");
  }

  @Test
  void judge_limitOf10_isThatOfThePeer_whicheverPodsItReached() {
    Observation seen = new Observation(10, Set.of("a", "b"), 1, 190, true, List.of(), 0);

    assertThat(StreamsMaxCheck.judge(seen, OF_THREE_PODS, OptionalLong.of(10)).blame())
        .contains(Blame.PROXY);
  }

  @Test
  void judge_limitOf100_passes() {
    Result result =
        StreamsMaxCheck.judge(
            new Observation(100, Set.of("a", "b"), 1, 100, true, List.of(), 0),
            BEHIND_A_PROXY,
            OptionalLong.of(100));

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.blame()).isEmpty();
  }

  @Test
  void judge_connectionReplaced_leavesItToChurn() {
    Result result =
        StreamsMaxCheck.judge(
            new Observation(200, Set.of("a", "b"), 4, 0, true, List.of(), 0),
            BEHIND_A_PROXY,
            OptionalLong.of(100));

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).isEqualTo("200 streams open together, on 4 connections: see CHURN");
  }

  @Test
  void judge_refusedByTheProxy_isTheProxys() {
    Failed overflow =
        new Failed(
            Status.UNAVAILABLE.withDescription("overflow"), Optional.empty(), Origin.UNSIGNED);

    Result result =
        StreamsMaxCheck.judge(
            new Observation(10, Set.of("a", "b"), 1, 0, true, List.of(overflow), 0),
            BEHIND_A_PROXY,
            OptionalLong.of(100));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen()).containsExactly("UNAVAILABLE: overflow");
  }

  @Test
  void judge_noneThatStaysOpen_isNoLimit() {
    Failed none =
        new Failed(
            Status.UNAVAILABLE.withDescription("no pod answered"),
            Optional.empty(),
            Origin.UNSIGNED);

    assertThat(
            StreamsMaxCheck.judge(
                new Observation(0, Set.of(), 0, 0, true, List.of(none), 0),
                BEHIND_A_PROXY,
                OptionalLong.of(128)))
        .isEqualTo(
            Result.inconclusive(
                Code.STREAMS_MAX, "no stream stays open: UNAVAILABLE: no pod answered"));
  }

  @Test
  void judge_connectionThatWasCut_isNoLimit() {
    Failed cut =
        new Failed(
            Status.UNAVAILABLE.withDescription("Network closed"),
            Optional.empty(),
            Origin.CONNECTION);

    Result result =
        StreamsMaxCheck.judge(
            new Observation(72, Set.of("a", "b"), 2, 0, true, List.of(cut), 0),
            BEHIND_A_PROXY,
            OptionalLong.of(128));

    assertThat(result.blame()).contains(Blame.NETWORK);
    assertThat(result.cause()).isEqualTo("their connection was cut");
    assertThat(result.fixes()).isEmpty();
  }

  private static final class Ignoring implements StreamObserver<HelloRequest> {
    @Override
    public void onNext(HelloRequest request) {}

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {}
  }

  private static Talking counting(AtomicInteger ended) {
    return new Talking() {
      @Override
      protected void end(StreamObserver<HelloReply> out) {
        ended.incrementAndGet();
        super.end(out);
      }
    };
  }
}
