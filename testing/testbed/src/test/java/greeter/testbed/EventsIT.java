package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.LoadResult;
import greeter.client.load.Slo;
import greeter.client.load.event.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to real pods behind real proxies is named by what a run of load shows. */
@Tag("ground-truth")
@Timeout(180)
@Isolated("counts and times what other tests would slow down")
class EventsIT {
  private static final int RATE = 600;

  /** A fresh JVM cannot answer its part of them at once: more than its first call waits. */
  private static final int CHILLING = 2_000;

  @TempDir Path folder;

  private static List<Result> events(LoadRun run) throws Exception {
    return events(run.result());
  }

  private static List<Result> events(LoadResult result) {
    assertThat(result.counts().answered()).isPositive();
    return Events.of(result, OptionalInt.empty());
  }

  private static List<String> named(List<Result> events) {
    return events.stream().map(event -> event.code() + " " + event.grade()).toList();
  }

  private static Result only(Code code, List<Result> events) {
    List<Result> found = events.stream().filter(event -> event.code() == code).toList();
    assertThat(found).as("%s in %s", code, events).hasSize(1);
    return found.get(0);
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void reload(NginxProgram program) throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty());
        LoadRun run = LoadRun.start(nginx.address(), RATE, 8, 4)) {
      run.at(3);
      nginx.reload();

      List<Result> events = events(run);

      assertThat(named(events)).containsExactly("RELOAD PASS");
      assertThat(events.get(0).line())
          .matches(
              "all 4 connections ended by GOAWAY, after .* calls, at 3\\.\\d s, and pods"
                  + " stayed: no call was lost");
    }
  }

  @Test
  void reload_thatCutsStreams() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Nginx nginx =
            nginxWith(ring, "pid nginx.pid;", "pid nginx.pid;\nworker_shutdown_timeout 200ms;");
        // Streams of 2 s.
        SlowLink link = SlowLink.to(nginx.address(), Duration.ofMillis(100));
        LoadRun run = LoadRun.start(link.address(), 8, 8, 4, "hello-bidi=1", 20)) {
      run.at(3);
      nginx.reload();

      LoadResult result = run.result();
      List<Result> events = events(result);

      assertThat(named(events)).containsExactly("RELOAD FAIL");
      assertThat(events.get(0).number()).hasValue((double) result.counts().failed());
      assertThat(events.get(0).blame()).contains(Blame.PROXY);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void limitOnCalls_isNoReload(int connections) throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Nginx nginx = nginxWith(ring, "keepalive_requests 1000000;", "keepalive_requests 300;");
        LoadRun run = LoadRun.start(nginx.address(), 300 * connections, 6, connections)) {
      LoadResult result = run.result();

      assertThat(result.connections()).hasSizeGreaterThan(5 * connections);
      assertThat(events(result)).isEmpty();
    }
  }

  @Test
  void fourthPod_isScaleAlone() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ring more = Ring.inProcess(4, 1, Map.of());
        Haproxy haproxy = Haproxy.start(ring, more, folder);
        LoadRun run = LoadRun.start(haproxy.address(), RATE, 12, 4)) {
      run.at(4);
      haproxy.add(more.hello().get(0));

      Result scale = only(Code.LB_SCALE, events(run));

      assertThat(scale.grade()).isEqualTo(Grade.PASS);
      assertThat(scale.line())
          .matches(
              "Hello: hello-4 came in addition, its first call at 4(\\.\\d)? s;"
                  + " (0\\.9|1\\.0)\\d of its share since .*");
    }
  }

  @Test
  void expectedPod_withoutCalls() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ring more = Ring.inProcess(4, 1, Map.of());
        Haproxy haproxy = Haproxy.start(ring, more, folder);
        LoadRun run = LoadRun.start(haproxy.address(), RATE, 3, 1)) {
      assertThat(named(Events.of(run.result(), OptionalInt.of(4))))
          .containsExactly("LB-SCALE FAIL", "LB-SCALE FAIL");
    }
  }

  @Test
  void freshJvm_besideWarmOnes_isCold() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ring fresh = Ring.ofProcesses(4, 1, Map.of());
        Haproxy haproxy = Haproxy.start(ring, fresh, folder);
        LoadRun run = LoadRun.start(haproxy.address(), CHILLING, 12, 1)) {
      run.at(4);
      haproxy.add(fresh.hello().get(0));

      List<Result> events = events(run);

      assertThat(only(Code.LB_SCALE, events).grade()).isEqualTo(Grade.PASS);
      Result cold = only(Code.COLD, events);
      assertThat(cold.grade()).isEqualTo(Grade.WARN);
      assertThat(cold.line()).startsWith("Hello: hello-4 came at 4");
    }
  }

  /** As a container that is restarted: its pod keeps its name. */
  @Test
  void freshJvm_underTheNameOfOneThatWasThere_isCold() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ring fresh = Ring.ofProcesses(3, 1, Map.of());
        Haproxy haproxy = Haproxy.start(ring, fresh, folder);
        LoadRun run = LoadRun.start(haproxy.address(), CHILLING, 15, 1)) {
      run.at(4);
      haproxy.remove(ring.hello().get(2));
      run.at(7);
      haproxy.add(fresh.hello().get(0));

      List<Result> events = events(run);

      assertThat(only(Code.RETRY, events).line())
          .matches("Hello: hello-3 answered nothing from [45] s to 7 s .*: no call was lost");
      Result cold = only(Code.COLD, events);
      assertThat(cold.grade()).isEqualTo(Grade.WARN);
      assertThat(cold.line()).startsWith("Hello: hello-3 came back at 7 s; p9");
    }
  }

  @Test
  void frozenPod_hasCostWhatWaitedForIt_andIsNotCold() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, Map.of());
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty());
        LoadRun run = LoadRun.start(nginx.address(), 60, 20, 1)) {
      long pid = ring.processes().get(0).pid();
      run.at(4);
      Signals.send("STOP", pid);
      run.at(12);
      Signals.send("CONT", pid);

      LoadResult result = run.result();
      List<Result> events = events(result);

      assertThat(named(events)).containsExactly("RETRY FAIL");
      // A third of the Hello calls of three seconds; those of the next five were answered late.
      assertThat(result.counts().failed()).isBetween(20L, 45L);
      assertThat(events.get(0).number()).hasValue((double) result.counts().failed());
    }
  }

  @Test
  void slowNetwork_isNotCold() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Ring warm = Ring.inProcess(4, 1, Map.of());
        Haproxy haproxy = Haproxy.start(ring, warm, folder);
        SlowLink link = SlowLink.to(haproxy.address(), Duration.ofMillis(100));
        LoadRun run = LoadRun.start(link.address(), RATE, 12, 1)) {
      run.at(4);
      haproxy.add(warm.hello().get(0));

      assertThat(named(events(run))).containsExactly("LB-SCALE PASS");
    }
  }

  @Test
  void deadPod_isTriedElsewhere() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, Map.of());
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty());
        LoadRun run = LoadRun.start(nginx.address(), RATE, 12, 1)) {
      run.at(4);
      ring.processes().get(0).kill();

      LoadResult result = run.result();
      List<Result> events = events(result);

      Result retry = only(Code.RETRY, events);
      assertThat(events).hasSize(1);
      // What was on its way in it, alone.
      assertThat(retry.number()).hasValue((double) result.counts().failed());
      assertThat(result.counts().failed()).isLessThan(20);
      assertThat(retry.line()).startsWith("Hello: hello-1 answered for the last time at ");
    }
  }

  @Test
  void deadPod_isTriedOnAndOn() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, Map.of());
        Nginx nginx =
            nginxWith(
                ring,
                Map.of(
                    "grpc_next_upstream error timeout;",
                    "grpc_next_upstream off;",
                    "include hello-pods.conf;",
                    ring.hello().stream()
                        .map(pod -> "server " + pod.address() + " max_fails=0;")
                        .reduce("", String::concat)));
        LoadRun run = LoadRun.start(nginx.address(), RATE, 12, 1)) {
      run.at(4);
      ring.processes().get(0).kill();

      LoadResult result = run.result();
      Result retry = only(Code.RETRY, events(result));

      assertThat(retry.grade()).isEqualTo(Grade.FAIL);
      // A third of the Hello calls of eight seconds.
      assertThat(retry.number().getAsDouble())
          .isEqualTo((double) result.counts().failed())
          .isBetween(700.0, 900.0);
      assertThat(retry.line())
          .matches("Hello: hello-1 answered for the last time at .* lost within [89] s");
      assertThat(retry.seen())
          .allMatch(seen -> seen.matches("\\d+ s: .* of Hello lost, hello-1\\b.*, blame .*"));
    }
  }

  @Test
  void sixPods_replacedOneAtATimeWithTheDrain_loseNothing() throws Exception {
    Map<String, String> env = Map.of("GREETER_SETTLE", "500ms", "GREETER_GRACE", "5s");
    try (Ring old = Ring.ofProcesses(3, env);
        Ring fresh = Ring.ofProcesses(4, 3, env);
        Haproxy haproxy = Haproxy.start(old, fresh, folder);
        // Streams of 400 ms, as in the test below: without a drain they are lost.
        SlowLink link = SlowLink.to(haproxy.address(), Duration.ofMillis(40));
        LoadRun run = LoadRun.start(link.address(), 60, 26, 1, "hello-bidi=1,goodbye-bidi=1", 10)) {
      replace(
          run,
          haproxy,
          old,
          fresh,
          (process, pod) -> {
            // As in a cluster, the proxy hears of it after the pod.
            process.terminate();
            haproxy.remove(pod);
          });

      LoadResult result = run.result();
      List<Result> rollouts = rollouts(result);

      assertThat(result.losses()).isEmpty();
      assertThat(rollouts)
          .hasSize(2)
          .allMatch(rollout -> rollout.grade() == Grade.PASS)
          .allSatisfy(rollout -> assertThat(rollout.line()).contains(": 3 pods replaced from "));
      for (int i = 1; i <= 3; i++) {
        for (Result rollout : rollouts) {
          String kind = rollout.line().startsWith("Hello") ? "hello" : "goodbye";
          assertThat(rollout.seen().get(i - 1))
              .matches(
                  "\\d+(\\.\\d)? s: %s-%d answers first; .* s: %s-%d for the last time"
                      .formatted(kind, i + 3, kind, i));
        }
      }
      assertThat(Slo.parse("errors=0").judge(result)).allMatch(Slo.Judged::met);
    }
  }

  @Test
  void sixPods_killedOneAtATime_eachLossIsNamed() throws Exception {
    try (Ring old = Ring.ofProcesses(3, Map.of());
        Ring fresh = Ring.ofProcesses(4, 3, Map.of());
        Haproxy haproxy = Haproxy.start(old, fresh, folder);
        // Single calls HAProxy refuses, so that they are replayed; streams that have begun are
        // lost: of 400 ms here.
        SlowLink link = SlowLink.to(haproxy.address(), Duration.ofMillis(40));
        LoadRun run = LoadRun.start(link.address(), 60, 26, 1, "hello-bidi=1,goodbye-bidi=1", 10)) {
      replace(
          run,
          haproxy,
          old,
          fresh,
          (process, pod) -> {
            process.kill();
            int unused = process.exitCode();
            haproxy.remove(pod);
          });

      LoadResult result = run.result();
      List<Result> rollouts = rollouts(result);

      assertThat(result.counts().failed()).isPositive();
      assertThat(rollouts).hasSize(2);
      assertThat(rollouts.stream().mapToDouble(r -> r.number().orElseThrow()).sum())
          .as("%s", result.losses())
          .isEqualTo((double) result.counts().failed());
      assertThat(rollouts.stream().flatMap(r -> r.seen().stream().skip(3)))
          .isNotEmpty()
          .allMatch(
              seen ->
                  seen.matches(
                      "\\d+ s: \\d+ calls? of (Hello bidi lost, hello|Goodbye bidi lost, goodbye)"
                          + "-[123]\\b.*,"
                          + " blame (proxy|cannot tell|network): \\S.*"));
      assertThat(Slo.parse("errors=0").judge(result)).noneMatch(Slo.Judged::met);
    }
  }

  private interface End {
    void of(ChildProcess process, Pod pod) throws IOException;
  }

  /** One pod every three seconds: its successor comes, and then it ends. */
  private static void replace(LoadRun run, Haproxy haproxy, Ring old, Ring fresh, End end)
      throws IOException {
    for (int i = 0; i < 6; i++) {
      Pod successor = i < 3 ? fresh.hello().get(i) : fresh.goodbye().get(i - 3);
      Pod pod = i < 3 ? old.hello().get(i) : old.goodbye().get(i - 3);
      run.at(4 + 3 * i);
      haproxy.add(successor);
      run.at(5 + 3 * i);
      end.of(old.processes().get(i), pod);
    }
  }

  private static List<Result> rollouts(LoadResult result) {
    List<Result> events = events(result);
    // Whether fresh pods are slow enough to be told depends on what else this machine does.
    assertThat(events).extracting(Result::code).isSubsetOf(Code.ROLLOUT, Code.COLD);
    return events.stream().filter(event -> event.code() == Code.ROLLOUT).toList();
  }

  private Nginx nginxWith(Ring ring, String setting, String other) throws IOException {
    return nginxWith(ring, Map.of(setting, other));
  }

  private Nginx nginxWith(Ring ring, Map<String, String> settings) throws IOException {
    String conf = Nginx.conf();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      assertThat(conf).containsOnlyOnce(setting.getKey());
      conf = conf.replace(setting.getKey(), setting.getValue());
    }
    return Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty(), conf);
  }
}
