package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.check.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Streams and connections that are held, over a link that fails on cue. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class HeldIT {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration[] LADDER = {
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofSeconds(75),
    Duration.ofSeconds(350),
    Duration.ofSeconds(600)
  };
  private static final Duration[] SHORT = {Duration.ofSeconds(5)};

  private static Ring ring;
  private static Balancer balancer;

  @BeforeAll
  static void start() throws IOException {
    ring = Ring.inProcess(3, Map.of("GREETER_FAULT_INJECTION", "true"));
    balancer = Balancer.start(Fault.NONE, ring);
  }

  @AfterAll
  static void stop() {
    balancer.close();
    ring.close();
  }

  private static SlowLink link() throws IOException {
    return SlowLink.to(balancer.address(), Duration.ZERO);
  }

  private static Trial trial(String address, Duration... hold) {
    return Trial.of(address, DEADLINE, hold);
  }

  @Test
  void streams_ladder_isLivedThrough() throws Exception {
    assertThat(trial(balancer.address(), LADDER).longForm(1, () -> {}).heldStreams())
        .extracting(Result::grade, Result::line)
        .containsExactly(
            tuple(Grade.PASS, "server, client, bidi streams lived 600 s of quiet"),
            tuple(Grade.PASS, "busy server, client, bidi streams lived 602 s"));
  }

  @Test
  void streams_short_areNoPass() throws Exception {
    assertThat(trial(balancer.address(), Duration.ofSeconds(1)).heldStreams())
        .extracting(Result::grade, Result::line)
        .containsOnly(tuple(Grade.NOT_RUN, "not run (needs --full; 1 s lived)"));
  }

  @Test
  void streams_connectionsCut_areTheNetworks() throws Exception {
    try (SlowLink link = link()) {
      List<Result> results = trial(link.address(), SHORT).at(3, () -> io(link::cut)).heldStreams();

      Result age = of(Code.STREAM_AGE, results);
      assertThat(age.grade()).isEqualTo(Grade.FAIL);
      assertThat(age.blame()).contains(Blame.NETWORK);
      assertThat(age.line()).contains("busy server stream ends after ").contains("(UNAVAILABLE)");
      assertThat(age.seen())
          .anyMatch(seen -> seen.endsWith(": the connection has ended; a new one carries calls"));
      assertThat(of(Code.STREAM_IDLE, results).line()).isEqualTo("not run (needs STREAM-AGE)");
    }
  }

  @Test
  void streams_connectionsReset_areTheNetworks() throws Exception {
    try (SlowLink link = link()) {
      Result age =
          of(
              Code.STREAM_AGE,
              trial(link.address(), SHORT).at(3, () -> io(link::reset)).heldStreams());

      assertThat(age.grade()).isEqualTo(Grade.FAIL);
      assertThat(age.blame()).contains(Blame.NETWORK);
    }
  }

  @Test
  void streams_connectionsStall_areSilent() throws Exception {
    try (SlowLink link = link()) {
      Result age =
          of(Code.STREAM_AGE, trial(link.address(), SHORT).at(3, link::stall).heldStreams());

      assertThat(age.grade()).isEqualTo(Grade.FAIL);
      assertThat(age.blame()).contains(Blame.NETWORK);
      assertThat(age.line()).contains("busy bidi stream ends after ").contains("(silence)");
      assertThat(age.seen())
          .anyMatch(
              seen -> seen.endsWith(": the connection carries no calls any more; a new one does"));
    }
  }

  @Test
  void connection_ladder_isLivedThrough() throws Exception {
    Result result = trial(balancer.address(), LADDER).longForm(1, () -> {}).idleConn();

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).isEqualTo("calls are answered after 600 s of quiet");
  }

  @Test
  void connection_stalls_isFound() throws Exception {
    try (SlowLink link = link()) {
      Result result =
          trial(link.address(), Duration.ofSeconds(15), Duration.ofSeconds(60))
              .longForm(30, link::stall)
              .idleConn();

      assertThat(result.grade()).isEqualTo(Grade.FAIL);
      assertThat(result.line())
          .isEqualTo("no answer after 60 s of quiet (DEADLINE_EXCEEDED); after 15 s there was one");
      assertThat(result.blame()).contains(Blame.NETWORK);
      assertThat(result.cause()).contains("something on the way has forgotten it");
    }
  }

  @Test
  void connection_closedWithNotice_costsNothing() throws Exception {
    try (SlowLink link = link()) {
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> io(link::cut));

      // A call of the one in use may have been on its way.
      assertThat(trial(link.address(), SHORT).idleConn().line())
          .matches(
              "not run \\(needs --full; 5 s lived; closed with notice by 5 s"
                  + "(; one in use was closed once, at an age of \\d\\.\\d s)?\\)");
    }
  }

  @Test
  void quickForm_fromAfar_endsInTime() throws Exception {
    try (SlowLink link = SlowLink.to(balancer.address(), Duration.ofMillis(100))) {
      Trial trial = trial(link.address(), SHORT);
      long begin = System.nanoTime();

      assertThat(trial.heldStreams()).extracting(Result::grade).containsOnly(Grade.NOT_RUN);

      // Five seconds are the hold, of the thirty that all of it may take.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(17));
    }
  }

  private interface Io {
    void run() throws IOException;
  }

  private static void io(Io work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result of(Code code, List<Result> results) {
    return results.stream().filter(result -> result.code() == code).findFirst().orElseThrow();
  }
}
