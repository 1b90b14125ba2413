package greeter.server;

import static greeter.server.Serving.POD;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.Behavior;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultInjectionTest {
  private static final MethodDescriptor<HelloRequest, HelloReply> UNARY =
      HelloGrpc.getSayHelloMethod();
  private static final MethodDescriptor<HelloRequest, HelloReply> STREAM =
      HelloGrpc.getSayHelloStreamReplyMethod();
  private static final MethodDescriptor<HelloRequest, HelloReply> BIDI =
      HelloGrpc.getSayHelloBidiStreamMethod();
  private static final HelloRequest BOB = HelloRequest.newBuilder().setName("Bob").build();
  private static final HelloReply HELLO_BOB = HelloReply.newBuilder().setMessage("Bob").build();

  /** What the servers here take for one. */
  private static final Duration SECOND = Duration.ofMillis(300);

  private Serving serving;

  @BeforeEach
  void start() throws IOException {
    serving = start(Behavior.LONGEST_SECONDS);
  }

  private static Serving start(int longest) throws IOException {
    return Serving.start(
        Map.of("GREETER_GRACE", "100ms"),
        new FaultInjection(POD, longest, SECOND),
        List.of(new StreamingHello()));
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void errorCode_isThatStatus_withItsDescriptionAndTrailers(int code) throws Exception {
    for (MethodDescriptor<HelloRequest, HelloReply> method : List.of(UNARY, STREAM, BIDI)) {
      Exchange<HelloRequest, HelloReply> call = call(method, "error-code-" + code);
      assertThat(call.end())
          .isEqualTo(Status.fromCodeValue(code).getCode() + ": rpc-behavior error-code-" + code);
      assertThat(call.trailers().getAll(Wire.GREETER_TRAILER)).containsExactly("kept");
      assertThat(call.podsInTrailers()).containsExactly(POD);
      assertThat(call.replies()).isEmpty();
    }
  }

  @Test
  void errorCodeZero_isNoError_andEndsTheList() throws Exception {
    assertAnswered(call(UNARY, "error-code-0,error-code-5"));
  }

  @Test
  void errorCode_ofUnknownMethod() throws Exception {
    Exchange<byte[], byte[]> call =
        Exchange.begin(
            serving.channel(),
            Bytes.method("no.Such/Method"),
            CallOptions.DEFAULT,
            asking("error-code-8"));
    assertThat(call.request(1).halfClose().end())
        .isEqualTo("RESOURCE_EXHAUSTED: rpc-behavior error-code-8");
  }

  @Test
  void noBehavior_isAnsweredAsEver() throws Exception {
    assertAnswered(call(UNARY, ""));
  }

  @Test
  void malformed_isInvalidArgument_thatSaysWhatWasExpected() throws Exception {
    Exchange<HelloRequest, HelloReply> call = call(UNARY, "sleep-1,sleep-x");
    assertThat(call.end())
        .startsWith("INVALID_ARGUMENT: rpc-behavior: \"sleep-x\" (expected: error-code-0..16, ");
    assertThat(call.podsInTrailers()).containsExactly(POD);
  }

  @Test
  void aimedAtAnotherPod_isNotDone() throws Exception {
    assertAnswered(call(UNARY, "hostname=pod-1 error-code-5"));
    assertThat(call(UNARY, "hostname=pod-1 error-code-5,hostname=pod-0 error-code-6").end())
        .isEqualTo("ALREADY_EXISTS: rpc-behavior error-code-6");
  }

  @ParameterizedTest
  @CsvSource({"2,OK", "1,NOT_FOUND: rpc-behavior error-code-5"})
  void succeedOnRetryAttempt_isTheAttemptBefore(String previous, String end) throws Exception {
    Metadata request = asking("succeed-on-retry-attempt-2,error-code-5");
    request.put(Wire.PREVIOUS_ATTEMPTS, previous);
    assertThat(
            complete(Exchange.begin(serving.channel(), UNARY, CallOptions.DEFAULT, request)).end())
        .isEqualTo(end);
  }

  /** By the setting, and of a second that is one. */
  @Test
  void sleep_delaysTheAnswer_andNoOtherCall() throws Exception {
    try (Serving real =
        Serving.start(Map.of("GREETER_FAULT_INJECTION", "true"), List.of(new StreamingHello()))) {
      long start = System.nanoTime();
      Exchange<HelloRequest, HelloReply> asleep = call(real, UNARY, "sleep-1");
      assertAnswered(call(real, UNARY, ""));
      assertAnswered(Exchange.of(real.channel(), UNARY, BOB));
      assertThat(asleep.isOpen()).isTrue();
      assertAnswered(asleep);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void sleep_thenError() throws Exception {
    assertThat(call(UNARY, "sleep-1,error-code-5").end())
        .isEqualTo("NOT_FOUND: rpc-behavior error-code-5");
  }

  @Test
  void sleep_thenStreams_asEver() throws Exception {
    Exchange<HelloRequest, HelloReply> stream = call(STREAM, "sleep-1");
    Exchange<HelloRequest, HelloReply> bidi = call(BIDI, "sleep-1");
    Exchange<HelloRequest, HelloReply> withoutRequest =
        begin(BIDI, "sleep-1").request(1).halfClose();
    assertThat(stream.end()).isEqualTo("OK");
    assertThat(stream.replies()).hasSize(5).containsOnly(HELLO_BOB);
    assertThat(bidi.end()).isEqualTo("OK");
    assertThat(bidi.replies()).containsExactly(HELLO_BOB);
    assertThat(withoutRequest.end()).isEqualTo("OK");
  }

  @Test
  void sleeps_longerTogetherThanAllowed_areRefused() throws Exception {
    assertThat(call(UNARY, "sleep-900,sleep-1").end())
        .isEqualTo("INVALID_ARGUMENT: rpc-behavior: sleeps of 901 s (expected: 0..900 in all)");
  }

  @Test
  void keepOpen_sendsHeadersAtOnce_andNothingMore() throws Exception {
    List<Exchange<HelloRequest, HelloReply>> calls = new ArrayList<>();
    for (MethodDescriptor<HelloRequest, HelloReply> method : List.of(UNARY, STREAM, BIDI)) {
      Exchange<HelloRequest, HelloReply> open = call(method, "keep-open,error-code-5");
      assertThat(open.podsInHeaders()).containsExactly(POD);
      calls.add(open);
    }
    // Time enough for whatever would follow.
    assertAnswered(call(UNARY, "sleep-1"));
    for (Exchange<HelloRequest, HelloReply> open : calls) {
      assertThat(open.isOpen()).isTrue();
      assertThat(open.replies()).isEmpty();
    }
  }

  @Test
  void keepOpen_readsOn() throws Exception {
    Exchange<HelloRequest, HelloReply> open = begin(BIDI, "keep-open");
    HelloRequest large = HelloRequest.newBuilder().setName("x".repeat(32 << 10)).build();
    for (int kib = 0; kib < 8 << 10; kib += 32) {
      assertThat(open.isReadyWithin(Duration.ofSeconds(10))).isTrue();
      open.send(large);
    }
    assertThat(open.isOpen()).isTrue();
    open.cancel();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepOpenSleep_sendsHeadersBeforeItsFirstBeat(boolean bidi) throws Exception {
    Exchange<HelloRequest, HelloReply> open = call(bidi ? BIDI : STREAM, "keep-open,sleep-900");
    assertThat(open.podsInHeaders()).containsExactly(POD);
    assertThat(open.isOpen()).isTrue();
    assertThat(open.replies()).isEmpty();
  }

  /** Six are more than the method sends by itself. */
  @Test
  void keepOpenSleep_repliesOnEachBeat() throws Exception {
    long start = System.nanoTime();
    Exchange<HelloRequest, HelloReply> stream = call(STREAM, "keep-open,sleep-1");
    Exchange<HelloRequest, HelloReply> bidi = call(BIDI, "keep-open,sleep-1");
    for (int beat = 0; beat < 6; beat++) {
      assertThat(stream.next()).isEqualTo(HELLO_BOB);
      assertThat(bidi.next()).isEqualTo(HELLO_BOB);
    }
    int streamed = 6 + stream.replies().size();
    int answered = 6 + bidi.replies().size();
    long beats = (System.nanoTime() - start) / SECOND.toNanos();
    assertThat(beats).isBetween(6L, 12L);
    assertThat(List.of(streamed, answered)).allMatch(replies -> replies <= beats);
    assertThat(stream.isOpen()).isTrue();
    assertThat(bidi.isOpen()).isTrue();
    stream.cancel();
    bidi.cancel();
  }

  @Test
  void keepOpenSleep_ofRefusedRequest_isRefused() throws Exception {
    assertThat(
            begin(STREAM, "keep-open,sleep-1")
                .request(1)
                .send(HelloRequest.getDefaultInstance())
                .halfClose()
                .end())
        .isEqualTo("INVALID_ARGUMENT: name: 0 characters (expected: 1..256)");
  }

  @Test
  void keepOpen_beyondTheBound_isAborted() throws Exception {
    try (Serving bounded = start(2)) {
      List<Exchange<HelloRequest, HelloReply>> calls = new ArrayList<>();
      for (String behavior : List.of("keep-open", "keep-open,sleep-1", "sleep-1,keep-open")) {
        calls.add(call(bounded, STREAM, behavior));
      }
      for (Exchange<HelloRequest, HelloReply> call : calls) {
        assertThat(call.end()).isEqualTo("ABORTED: rpc-behavior keep-open: 2 s are over");
      }
    }
  }

  @Test
  void moreThanMayWait_isResourceExhausted_untilOneEnds() throws Exception {
    List<Exchange<HelloRequest, HelloReply>> waiting = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      waiting.add(call(STREAM, i % 2 == 0 ? "keep-open" : "sleep-900"));
    }
    // Other methods have other threads: some of those before may not wait yet, and find that the
    // last place is taken by this one.
    Exchange<HelloRequest, HelloReply> tooMany = call(UNARY, "sleep-0");
    while (tooMany.end().equals("OK")) {
      waiting.add(call(STREAM, "keep-open"));
      tooMany = call(UNARY, "sleep-0");
    }
    assertThat(tooMany.end())
        .isEqualTo(
            "RESOURCE_EXHAUSTED: rpc-behavior: 1000 calls wait here already (expected: fewer)");
    assertThat(tooMany.podsInTrailers()).containsExactly(POD);
    assertThat(call(UNARY, "error-code-5").end()).startsWith("NOT_FOUND");
    assertAnswered(Exchange.of(serving.channel(), UNARY, BOB));

    waiting.get(0).cancel();
    waiting.get(1).cancel();
    Exchange<HelloRequest, HelloReply> again = call(UNARY, "sleep-0");
    while (again.end().startsWith("RESOURCE_EXHAUSTED")) {
      again = call(UNARY, "sleep-0");
    }
    assertAnswered(again);
  }

  @Test
  void deadline_endsTheWait() throws Exception {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(300, MILLISECONDS);
    assertThat(
            complete(Exchange.begin(serving.channel(), UNARY, options, asking("sleep-60"))).end())
        .startsWith("DEADLINE_EXCEEDED");
  }

  @Test
  void drain_doesNotWaitForThem_longerThanGrace_andTheirThreadEnds() throws Exception {
    Exchange<HelloRequest, HelloReply> open = call(STREAM, "keep-open,sleep-1");
    Exchange<HelloRequest, HelloReply> asleep = call(UNARY, "sleep-900");
    assertThat(open.podsInHeaders()).containsExactly(POD);
    List<Thread> threads = faultThreads();
    assertThat(threads).isNotEmpty();
    List<String> steps = new ArrayList<>();
    long start = System.nanoTime();

    serving.server().drain(Duration.ZERO, steps::add);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
    assertThat(steps).last().isEqualTo("grace is over, calls in flight are cut");
    assertThat(open.end()).startsWith("CANCELLED");
    assertThat(asleep.end()).startsWith("CANCELLED");
    for (Thread thread : threads) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void withoutTheSetting_nothingIsDone_orSent() throws Exception {
    try (Serving plain = Serving.start(List.of(new StreamingHello()))) {
      Exchange<HelloRequest, HelloReply> call = call(plain, UNARY, "error-code-5,nonsense");
      assertAnswered(call);
      assertThat(call.headers().containsKey(Wire.GREETER_SEEN)).isFalse();
      assertThat(call.trailers().containsKey(Wire.GREETER_SEEN)).isFalse();
    }
  }

  private static List<Thread> faultThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fault-injection"))
        .toList();
  }

  private static void assertAnswered(Exchange<HelloRequest, HelloReply> call)
      throws InterruptedException {
    assertThat(call.end()).isEqualTo("OK");
    assertThat(call.replies()).containsExactly(HELLO_BOB);
  }

  private Exchange<HelloRequest, HelloReply> call(
      MethodDescriptor<HelloRequest, HelloReply> method, String behavior) {
    return call(serving, method, behavior);
  }

  private static Exchange<HelloRequest, HelloReply> call(
      Serving server, MethodDescriptor<HelloRequest, HelloReply> method, String behavior) {
    return complete(begin(server, method, behavior));
  }

  private Exchange<HelloRequest, HelloReply> begin(
      MethodDescriptor<HelloRequest, HelloReply> method, String behavior) {
    return begin(serving, method, behavior);
  }

  private static Exchange<HelloRequest, HelloReply> begin(
      Serving server, MethodDescriptor<HelloRequest, HelloReply> method, String behavior) {
    return Exchange.begin(server.channel(), method, CallOptions.DEFAULT, asking(behavior));
  }

  private static Exchange<HelloRequest, HelloReply> complete(
      Exchange<HelloRequest, HelloReply> call) {
    return call.request(Integer.MAX_VALUE).send(BOB).halfClose();
  }

  private static Metadata asking(String behavior) {
    Metadata request = new Metadata();
    request.put(Wire.RPC_BEHAVIOR, behavior);
    return request;
  }
}
