package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Seen;
import greeter.client.calls.LiveCall;
import greeter.client.calls.PodFrom;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.load.Arrivals;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.Load;
import greeter.client.load.LoadResult;
import greeter.client.load.Plan;
import greeter.client.load.PodLoad;
import greeter.client.load.Rate;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Workload;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Load on real pods behind a real proxy: its counts are theirs, and it sees connections end. */
@Tag("ground-truth")
@Timeout(120)
@Isolated("counts and times what other tests would slow down")
class LoadIT {
  private static final Map<String, String> FAULTS = Map.of("GREETER_FAULT_INJECTION", "true");
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration DURATION = Duration.ofSeconds(6);

  @TempDir Path folder;

  private static Connector connector(String address) {
    return new Connector(
        Target.parse(address, 80),
        Optional.empty(),
        Optional.empty(),
        "pick_first",
        new Metadata());
  }

  private static LoadResult atRate(String address, String rate) {
    Plan.Open open = new Plan.Open(Rate.parse(rate).until(DURATION), Arrivals.constant(), 10_000);
    return run(address, Optional.of(open), Optional.of(DURATION), OptionalLong.empty());
  }

  private static LoadResult run(
      String address, Optional<Plan.Open> open, Optional<Duration> duration, OptionalLong calls) {
    Plan plan =
        new Plan(
            open, 4, duration, calls, Duration.ZERO, 1, DEADLINE, OptionalInt.empty(), false, 0);
    return new Load(connector(address), plan, Workload.greetings("hello", 1, 0)).run();
  }

  /** What each pod says that it has answered. */
  private static Map<String, Long> served(List<Pod> pods) throws Exception {
    Map<String, Long> served = new HashMap<>();
    for (Pod pod : pods) {
      ManagedChannel channel = connector(pod.address()).connect();
      try {
        LiveCall<HelloRequest, ?> call =
            LiveCall.start(
                channel,
                HelloGrpc.getSayHelloMethod(),
                PodFrom.metadata("hostname"),
                new Metadata(),
                Optional.of(DEADLINE));
        call.send(HelloRequest.newBuilder().setName("count").build());
        call.halfClose();
        assertThat(call.answer()).isEmpty();
        served.put(pod.name(), Seen.in(call.headers().join()).orElseThrow().served());
      } finally {
        channel.shutdownNow();
      }
    }
    return served;
  }

  @Test
  void counts_areThoseOfThePods() throws Exception {
    try (Ring ring = Ring.inProcess(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      LoadResult result = atRate(nginx.address(), "500");

      ServiceLoad hello = result.services().get(0);
      Map<String, Long> served = served(ring.hello());
      assertThat(hello.counts().intended()).isEqualTo(3_000);
      assertThat(hello.counts().failed()).as(result.losses().toString()).isZero();
      assertThat(hello.pods()).hasSize(3);
      assertThat(hello.pods())
          .allSatisfy(pod -> assertThat(pod.answered()).isEqualTo(served.get(pod.pod())));
    }
  }

  @Test
  @SuppressWarnings("try") // the new pod only has to be there
  void counts_addUp_whilePodsAreKilledAndStartedAgain() throws Exception {
    try (Ring ring = Ring.ofProcesses(3, FAULTS);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      CompletableFuture<ChildProcess> again =
          CompletableFuture.supplyAsync(
              () -> {
                ring.processes().get(0).kill();
                return startAgain(ring.hello().get(0));
              },
              CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));

      LoadResult result = atRate(nginx.address(), "500");

      try (ChildProcess unused = again.get(60, TimeUnit.SECONDS)) {
        ServiceLoad hello = result.services().get(0);
        long failed = hello.counts().failed();
        Map<String, Long> served = served(ring.hello().subList(1, 3));
        assertThat(hello.counts().intended()).isEqualTo(3_000);
        assertThat(hello.counts().skipped()).isZero();
        assertThat(hello.pods().stream().mapToLong(PodLoad::answered).sum())
            .isEqualTo(hello.counts().answered());
        assertThat(hello.pods())
            .filteredOn(pod -> served.containsKey(pod.pod()))
            .hasSize(2)
            .allSatisfy(
                pod ->
                    assertThat(served.get(pod.pod()))
                        .isBetween(pod.answered(), pod.answered() + failed));
        assertThat(result.losses().stream().mapToLong(loss -> loss.calls()).sum())
            .isEqualTo(failed);
        // The kill was one: the pod was away while the others answered.
        assertThat(answered(hello, "hello-1")).isLessThan(answered(hello, "hello-2") * 9 / 10);
      }
    }
  }

  private static long answered(ServiceLoad service, String pod) {
    return service.pods().stream()
        .filter(load -> load.pod().equals(pod))
        .mapToLong(PodLoad::answered)
        .sum();
  }

  private static ChildProcess startAgain(Pod pod) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Project.java(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            Project.jar("hello-server").toString());
    String port = pod.address().substring(pod.address().lastIndexOf(':') + 1);
    builder.environment().putAll(FAULTS);
    builder
        .environment()
        .putAll(Map.of("GRPC_PORT", port, "GRPC_ADDRESS", "127.0.0.1", "POD_NAME", pod.name()));
    try {
      return ChildProcess.start(builder, Pattern.compile("^serving "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("greeter.testbed.NginxPrograms#all")
  void connectionsThatTheProxyEndsWithNotice_areSeen(NginxProgram program) throws Exception {
    String conf = Nginx.conf().replace("keepalive_requests 1000000;", "keepalive_requests 200;");
    assertThat(conf).contains("keepalive_requests 200;");
    try (Ring ring = Ring.inProcess(1);
        Nginx nginx = Nginx.start(program, ring, folder, OptionalInt.empty(), conf)) {
      LoadResult result =
          run(nginx.address(), Optional.empty(), Optional.empty(), OptionalLong.of(1_000));

      List<ConnectionLoad> connections = result.connections();
      List<ConnectionLoad> ended =
          connections.stream().filter(connection -> connection.ended().isPresent()).toList();
      assertThat(ended).hasSizeBetween(4, 6);
      assertThat(ended).extracting(ConnectionLoad::end).containsOnly(End.GOAWAY);
      assertThat(ended)
          .allSatisfy(connection -> assertThat(connection.answered()).isBetween(150L, 210L));
      assertThat(connections.stream().mapToLong(ConnectionLoad::answered).sum())
          .isEqualTo(result.counts().answered());
    }
  }

  @Test
  void connectionThatIsCut_isSeen() throws Exception {
    try (Ring ring = Ring.inProcess(1);
        SlowLink link = SlowLink.to(ring.hello().get(0).address(), Duration.ofMillis(10))) {
      CompletableFuture<Void> cut =
          CompletableFuture.runAsync(
              () -> {
                try {
                  link.cut();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));

      LoadResult result = atRate(link.address(), "50");

      cut.get(10, TimeUnit.SECONDS);
      assertThat(result.connections())
          .extracting(ConnectionLoad::end)
          .containsExactly(End.CUT, End.NONE);
      assertThat(result.connections().get(0).ended().orElseThrow())
          .isLessThanOrEqualTo(result.connections().get(1).opened());
    }
  }

  /** With a heap to match: the JVM fills whatever heap it has before it collects. */
  @Test
  void memory_atFullSpeedInAHeapOf96MiB_staysUnder256MiB() throws Exception {
    try (Ring ring = Ring.inProcess(1, FAULTS);
        Client client =
            Client.start(
                List.of("-Xmx96m"),
                "load",
                ring.hello().get(0).address(),
                "--mix",
                "hello=1",
                "--warmup",
                "0s",
                "--duration",
                "20s")) {
      long most = mostKib(ProcessHandle.of(client.pid()).orElseThrow());

      assertThat(client.result().exitCode()).isZero();
      assertThat(most).isBetween(20L * 1024, 256L * 1024);
    }
  }

  /** The most memory that a process ever had, as of shortly before its end. */
  private static long mostKib(ProcessHandle process) throws Exception {
    Pattern peak = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    Path status = Path.of("/proc/" + process.pid() + "/status");
    long most = 0;
    while (true) {
      try {
        Matcher matcher = peak.matcher(Files.readString(status));
        most = matcher.find() ? Long.parseLong(matcher.group(1)) : most;
        process.onExit().get(100, TimeUnit.MILLISECONDS);
        return most;
      } catch (TimeoutException e) {
        // it still runs
      } catch (IOException e) {
        return most; // it has just ended
      }
    }
  }
}
