package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.check.Trial;
import greeter.client.spread.Sent;
import greeter.hello.HelloServer;
import greeter.server.GrpcServer;
import greeter.server.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who ends a stream behind a real proxy, and who is blamed for it. */
@Tag("external")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BlameIT {
  private static final Map<String, String> FAULTS = Map.of("GREETER_FAULT_INJECTION", "true");

  @TempDir Path folder;

  /** Longer than the limits of two seconds, which in turn are longer than a busy stream waits. */
  private static Trial trial(String address) {
    return Trial.of(address, Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void proxyWaitsForTheServerTooShortly(NginxProgram program) throws Exception {
    Result idle = heldBehind(program, "grpc_read_timeout 1h;", "grpc_read_timeout 2s;");

    assertThat(idle.line())
        .matches(
            "server stream ends after 2\\.\\d s of quiet \\(INTERNAL\\);"
                + " bidi stream ends after 2\\.\\d s of quiet \\(INTERNAL\\)");
    assertThat(idle.blame()).contains(Blame.PROXY);
    assertThat(idle.seen())
        .anyMatch(
            seen -> seen.matches("server stream, .*: the same connection still carries calls"))
        .anyMatch(seen -> seen.matches("server stream, .*: hello-\\d still answers calls"));
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void proxyWaitsForTheClientTooShortly(NginxProgram program) throws Exception {
    Result idle = heldBehind(program, "client_body_timeout 1h;", "client_body_timeout 2s;");

    assertThat(idle.line())
        .matches(
            "client stream ends after 2\\.\\d s of quiet \\(\\w+\\);"
                + " bidi stream ends after 2\\.\\d s of quiet \\(\\w+\\)");
    assertThat(idle.blame()).contains(Blame.PROXY);
  }

  @Test
  void proxyLimitsTheSize() throws Exception {
    try (Ring ring = Ring.inProcess(1, FAULTS);
        Nginx nginx =
            Nginx.start(
                NginxProgram.find(),
                ring,
                folder,
                OptionalInt.empty(),
                confWith("client_max_body_size 0;", "client_max_body_size 1m;"))) {
      Result size = trial(nginx.address()).streamSize();

      assertThat(size.grade()).isEqualTo(Grade.FAIL);
      // Less than the limit by what was on its way.
      assertThat(size.line()).matches("a stream is cut after (\\d{3}|1,0\\d\\d) KiB .*");
      assertThat(size.blame()).contains(Blame.PROXY);
    }
  }

  @Test
  void noLimit() throws Exception {
    try (Ring ring = Ring.inProcess(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      assertThat(trial(nginx.address()).streamSize().line()).isEqualTo("2,048 KiB on one stream");
      assertThat(trial(nginx.address()).streamPin().line())
          .isEqualTo("12 streams over 3 pods, each stream on one");
      assertThat(trial(nginx.address()).heldStreams())
          .extracting(Result::line)
          .containsOnly("not run (needs --full; 4 s lived)");
    }
  }

  @Test
  void podKilledBehindTheProxy_cannotBeTold() throws Exception {
    try (Ring ring = Ring.ofProcesses(2, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      List<Result> results =
          trial(nginx.address()).at(1, ring.processes().get(0)::kill).heldStreams();

      assertThat(results).noneMatch(result -> result.grade() == Grade.FAIL);
      List<Result> unclear = results.stream().filter(r -> r.grade() == Grade.INCONCLUSIVE).toList();
      assertThat(unclear).isNotEmpty();
      assertThat(unclear.get(0).line()).endsWith(", and a pod is gone, or hangs");
      assertThat(unclear.get(0).seen())
          .anyMatch(seen -> seen.endsWith(": the same connection still carries calls"))
          .anyMatch(seen -> seen.matches(".*: hello-1 has answered none of the \\d+ calls since"));
    }
  }

  /** nginx has no word from it, and goes on to give it its share of the calls. */
  @Test
  void podFrozenBehindTheProxy_cannotBeTold() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      long pid = ring.processes().get(0).pid();
      List<Result> held = trial(nginx.address()).at(1, () -> signal("STOP", pid)).heldStreams();
      Result route = trial(nginx.address()).route();
      signal("CONT", pid);

      assertThat(held).noneMatch(result -> result.grade() == Grade.FAIL);
      assertThat(held).anyMatch(result -> result.grade() == Grade.INCONCLUSIVE);
      assertThat(route.grade()).isEqualTo(Grade.FAIL);
      assertThat(route.line()).matches("Hello: 20 of 60 calls failed, the first with DEADLINE_.*");
      assertThat(route.blame()).contains(Blame.CANNOT_TELL);
      assertThat(route.cause()).startsWith("one of its pods hangs");
    }
  }

  /** The same in a whole run, which ends in its half minute all the same: it waits, most of it. */
  @Test
  void podFrozenInMidRun_isNamed() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      long pid = ring.processes().get(0).pid();
      long begin = System.nanoTime();
      List<Result> all = trial(nginx.address()).at(1, () -> signal("STOP", pid)).whole();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      signal("CONT", pid);
      assertThat(took).isLessThan(Duration.ofSeconds(30));

      assertThat(all).noneMatch(result -> result.grade() == Grade.FAIL);
      Result route = of(Code.LB_ROUTE, all);
      assertThat(route.grade()).isEqualTo(Grade.INCONCLUSIVE);
      assertThat(route.line())
          .matches(
              "Hello by 3 pods, Goodbye by 3 pods; an unknown service by none; since then Hello:"
                  + " [67] of 20 calls had no answer in time, and none came from hello-1");
    }
  }

  /** Envoy goes on to pick it, and refuses those calls and streams whose tries all meet it. */
  @Test
  void podKilledInMidRun_behindAProxyThatPicksItAllTheSame_accusesNobody() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Ingress envoy =
            RealProxy.ENVOY.start(RealProxy.ENVOY.configuration("recommended"), ring, folder)) {
      List<Result> all = trial(envoy.address()).whole(Code.LB_FRESH, ring.processes().get(0)::kill);

      assertThat(all).noneMatch(result -> result.grade() == Grade.FAIL);
      Result route = of(Code.LB_ROUTE, all);
      assertThat(route.grade()).isEqualTo(Grade.INCONCLUSIVE);
      assertThat(route.line()).contains("; since then Hello: hello-1 has answered none of the");
    }
  }

  /** A channel dials anew where its pod has gone, and meets another: two connections, two pods. */
  @Test
  void podKilledBehindAPlainTcpProxy_connectionsArePinnedStill() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Ingress stream =
            RealProxy.NGINX_STREAM.start(
                RealProxy.NGINX_STREAM.configuration("smallest"), ring, folder)) {
      Sent sent = trial(stream.address()).send(4_000, 12, ring.processes().get(0)::kill);

      assertThat(sent.connections()).hasSizeGreaterThan(12);
      assertThat(sent.callsByPod()).hasSize(3);
      assertThat(sent.pattern()).isEqualTo(Sent.Pattern.PINNED);
    }
  }

  @Test
  void podsThatAnswer_areNotMissed() throws Exception {
    try (Ring ring = Ring.inProcess(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      assertThat(trial(nginx.address()).rollCall(() -> {})).isEmpty();
      assertThat(trial(nginx.address()).leavers(() -> {})).isEmpty();
    }
  }

  @Test
  void podKilledInMidRun_isMissed() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      List<Result> missed = trial(nginx.address()).leavers(ring.processes().get(0)::kill);

      assertThat(missed).extracting(Result::grade).containsExactly(Grade.INCONCLUSIVE);
      assertThat(missed.get(0).line())
          .matches(
              "Hello: hello-1 has answered none of the last \\d+ calls:"
                  + " it has gone, hangs, or gets none any more(; \\d+ of 60 calls failed)?");
    }
  }

  /** Or the next who counts answers would miss it, as nginx does for {@code fail_timeout}. */
  @Test
  void missedDeadline_restsNoPod() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Ring ring = Ring.inProcess(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      Callable<Result> deadline = trial(nginx.address())::deadline;
      for (Future<Result> result : threads.invokeAll(Collections.nCopies(5, deadline))) {
        assertThat(result.get().grade()).isEqualTo(Grade.PASS);
      }

      assertThat(nginx.log()).noneMatch(line -> line.contains("temporarily disabled"));
    } finally {
      threads.shutdownNow();
    }
  }

  private static void signal(String name, long pid) throws InterruptedException {
    try {
      Signals.send(name, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void proxyKilled_isTheNetworks() throws Exception {
    try (Ring ring = Ring.inProcess(2, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      Result age = of(Code.STREAM_AGE, trial(nginx.address()).at(1, nginx::kill).heldStreams());

      assertThat(age.grade()).isEqualTo(Grade.FAIL);
      assertThat(age.blame()).contains(Blame.NETWORK);
      assertThat(age.cause())
          .contains(
              "the connection ended without GOAWAY, and none can be made:"
                  + " whoever listened there is gone");
      assertThat(age.seen()).anyMatch(seen -> seen.contains("Connection refused"));
    }
  }

  @Test
  @SuppressWarnings("try") // nginx only has to be there
  void cableCut_isTheNetworks() throws Exception {
    try (Cable cable = Cable.lay();
        GrpcServer pod =
            GrpcServer.start(
                ServerConfig.from(
                    Map.of(
                        "GREETER_FAULT_INJECTION",
                        "true",
                        "GRPC_ADDRESS",
                        cable.near(),
                        "GRPC_PORT",
                        "0",
                        "POD_NAME",
                        "hello-1")),
                HelloServer.services("hello-1"));
        Ring unused = Ring.inProcess(1);
        Nginx nginx = startAfar(cable, pod, unused)) {
      Result age = of(Code.STREAM_AGE, trial(cable.far()).at(1, cable::cut).heldStreams());

      assertThat(age.grade()).isEqualTo(Grade.FAIL);
      assertThat(age.line()).contains("(silence)");
      assertThat(age.blame()).contains(Blame.NETWORK);
      assertThat(age.cause()).contains("nothing arrives any more, and no connection can be made");
    }
  }

  private Nginx startAfar(Cable cable, GrpcServer pod, Ring ring) throws IOException {
    NginxProgram program = NginxProgram.find();
    String conf =
        Nginx.conf()
            .replace("include listen.conf;", program.listen(cable.far()))
            .replace("include hello-pods.conf;", "server " + cable.near() + ":" + pod.port() + ";");
    return Nginx.start(cable.atItsFarEnd(program, folder), ring, folder, OptionalInt.empty(), conf);
  }

  private Result heldBehind(NginxProgram program, String setting, String fault) throws Exception {
    try (Ring ring = Ring.inProcess(3, FAULTS);
        Nginx nginx =
            Nginx.start(program, ring, folder, OptionalInt.empty(), confWith(setting, fault))) {
      List<Result> results = trial(nginx.address()).heldStreams();
      assertThat(of(Code.STREAM_AGE, results).grade()).isEqualTo(Grade.NOT_RUN);
      Result idle = of(Code.STREAM_IDLE, results);
      assertThat(idle.grade()).isEqualTo(Grade.FAIL);
      return idle;
    }
  }

  private static String confWith(String setting, String fault) throws IOException {
    assertThat(Nginx.conf()).containsOnlyOnce(setting);
    return Nginx.conf().replace(setting, fault);
  }

  private static Result of(Code code, List<Result> results) {
    return results.stream().filter(result -> result.code() == code).findFirst().orElseThrow();
  }
}
