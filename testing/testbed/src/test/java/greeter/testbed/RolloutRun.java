package greeter.testbed;

import greeter.client.calls.Blame;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Generator;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * A run of a minute, made up: three pods of each of two services are replaced one at a time, each
 * new one is slow at first, and one of the old ones is killed.
 */
final class RolloutRun {
  static final int SECONDS = 60;
  static final int PODS = 12;
  static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e\"'";

  private static final int CALLS_A_SECOND = 300; // to each service
  private static final int KILLED_AT = 31;

  private final Random random = new Random(6);
  private final Map<String, Pod> pods = new TreeMap<>();
  private final List<Map<String, Map<String, Long>>> answered = new ArrayList<>();
  private final List<Map<Blame, Long>> failed = new ArrayList<>();
  private final List<long[]> heat = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();

  private static final class Pod {
    private final Histogram latency = new Histogram(2);
    private final Histogram young = new Histogram(2);
    private final int from;
    private final int to;
    private long failed;

    Pod(int from, int to) {
      this.from = from;
      this.to = to;
    }
  }

  private RolloutRun() {}

  /** With a pod and messages whose names would act, were they HTML. */
  static LoadResult hostile() {
    return new RolloutRun().run("hello-" + HOSTILE + "-" + "long".repeat(60));
  }

  static LoadResult plain() {
    return new RolloutRun().run("hello-7d9f8c6b5-x2x4k");
  }

  /** The same, and nobody answers. */
  static LoadResult dead() {
    RolloutRun run = new RolloutRun();
    for (int second = 0; second < SECONDS; second++) {
      run.answered.add(new TreeMap<>());
      run.failed.add(new EnumMap<>(Blame.class));
      run.heat.add(new long[Heat.BUCKETS]);
      run.lose(second, "Hello", "", Blame.NETWORK, "UNAVAILABLE: Connection refused", 300);
    }
    return run.result(List.of(run.service("Hello", "hello")));
  }

  private LoadResult run(String lastPod) {
    pods.put("hello-5c7d6f9b4-4kq2z", new Pod(0, 14));
    pods.put("hello-5c7d6f9b4-9xw7m", new Pod(0, 24));
    pods.put("hello-5c7d6f9b4-tr8vd", new Pod(0, KILLED_AT));
    pods.put("hello-7d9f8c6b5-2jh5n", new Pod(12, SECONDS));
    pods.put("hello-7d9f8c6b5-lw9ps", new Pod(22, SECONDS));
    pods.put(lastPod, new Pod(34, SECONDS));
    pods.put("goodbye-84f6d7c9-6mnbv", new Pod(0, 40));
    pods.put("goodbye-84f6d7c9-cx2wq", new Pod(0, 46));
    pods.put("goodbye-84f6d7c9-zp4rt", new Pod(0, 52));
    pods.put("goodbye-6b5c4d8f-8ghjk", new Pod(38, SECONDS));
    pods.put("goodbye-6b5c4d8f-m3ytr", new Pod(44, SECONDS));
    pods.put("goodbye-6b5c4d8f-w7kls", new Pod(50, SECONDS));
    for (int second = 0; second < SECONDS; second++) {
      answered.add(new TreeMap<>());
      failed.add(new EnumMap<>(Blame.class));
      heat.add(new long[Heat.BUCKETS]);
      call(second, "Hello", "hello");
      call(second, "Goodbye", "goodbye");
    }
    lose(
        KILLED_AT,
        "Hello",
        "hello-5c7d6f9b4-tr8vd",
        Blame.NETWORK,
        "UNAVAILABLE: Network closed",
        9);
    lose(KILLED_AT, "Hello", "", Blame.PROXY, "UNAVAILABLE: HTTP status code 502 " + lastPod, 41);
    lose(KILLED_AT + 1, "Hello", "", Blame.PROXY, "UNAVAILABLE: HTTP status code 502", 17);
    lose(52, "Goodbye", "goodbye-84f6d7c9-zp4rt", Blame.CANNOT_TELL, "CANCELLED: RST_STREAM", 2);
    return result(List.of(service("Hello", "hello"), service("Goodbye", "goodbye")));
  }

  private LoadResult result(List<ServiceLoad> services) {
    return new LoadResult(
        "ingress.example.com:443",
        new Asked(
            "600/s, constant",
            Optional.of(600.0),
            "Hello=1, Goodbye=1",
            2,
            10_000,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            false),
        Instant.parse("2026-11-23T10:15:30Z"),
        Duration.ofSeconds(SECONDS),
        false,
        services,
        new Timeline(Duration.ofSeconds(1), slots()),
        losses,
        0,
        connections(),
        0,
        new Generator(Duration.ofMillis(8_400), 2, latency(histogram(20_000, 90, 0.6))));
  }

  private void call(int second, String service, String prefix) {
    List<Map.Entry<String, Pod>> there =
        pods.entrySet().stream()
            .filter(e -> e.getKey().startsWith(prefix))
            .filter(e -> e.getValue().from <= second && second < e.getValue().to)
            .toList();
    for (int call = 0; call < CALLS_A_SECOND; call++) {
      Map.Entry<String, Pod> pod = there.get(call % there.size());
      int age = second - pod.getValue().from;
      double cold = pod.getValue().from > 0 && age < 4 ? 12.0 / (1 + age * age) : 1;
      long micros = Math.max(150, (long) (1_400 * cold * Math.exp(0.35 * random.nextGaussian())));
      if (random.nextInt(400) == 0) {
        micros *= 9;
      }
      pod.getValue().latency.recordValue(micros);
      if (cold > 1) {
        pod.getValue().young.recordValue(micros);
      }
      answered
          .get(second)
          .computeIfAbsent(service, key -> new TreeMap<>())
          .merge(pod.getKey(), 1L, Long::sum);
      heat.get(second)[bucketOf(micros)]++;
    }
  }

  private static int bucketOf(long micros) {
    Duration time = Duration.ofNanos(micros * 1_000);
    int bucket = 0;
    while (bucket + 1 < Heat.BUCKETS && Heat.from(bucket + 1).compareTo(time) <= 0) {
      bucket++;
    }
    return bucket;
  }

  private void lose(int second, String service, String pod, Blame blame, String why, long calls) {
    losses.add(
        new Loss(
            Duration.ofSeconds(second),
            service,
            Optional.of(pod).filter(name -> !name.isEmpty()),
            blame,
            why.substring(0, why.indexOf(':')),
            why,
            calls));
    failed.get(second).merge(blame, calls, Long::sum);
    if (!pod.isEmpty()) {
      pods.get(pod).failed += calls;
    }
  }

  private static List<PodLoad.Youth> youths(Pod pod) {
    return pod.young.getTotalCount() == 0
        ? List.of()
        : List.of(new PodLoad.Youth(Duration.ofMillis(1_000L * pod.from + 3), latency(pod.young)));
  }

  private ServiceLoad service(String name, String prefix) {
    List<PodLoad> its = new ArrayList<>();
    Latency all = Latency.NONE;
    for (Map.Entry<String, Pod> entry : pods.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        Pod pod = entry.getValue();
        its.add(
            new PodLoad(
                entry.getKey(),
                pod.failed,
                Duration.ofMillis(1_000L * pod.from + 3),
                Duration.ofMillis(1_000L * pod.to - 4),
                latency(pod.latency),
                youths(pod)));
        all = all.plus(latency(pod.latency));
      }
    }
    long lost = losses.stream().filter(l -> l.service().equals(name)).mapToLong(Loss::calls).sum();
    return new ServiceLoad(name, new Counts(0, all.count(), lost, 3, 0), all, its);
  }

  private List<Timeline.Slot> slots() {
    List<Timeline.Slot> slots = new ArrayList<>();
    for (int i = 0; i < SECONDS; i++) {
      slots.add(
          new Timeline.Slot(
              0,
              answered.get(i),
              failed.get(i),
              Arrays.stream(heat.get(i)).boxed().toList(),
              Duration.ofMillis(i == 20 ? 14 : 1)));
    }
    return slots;
  }

  private static List<ConnectionLoad> connections() {
    return List.of(
        new ConnectionLoad(
            0,
            Duration.ZERO,
            Optional.of(Duration.ofMillis(31_200)),
            ConnectionLoad.End.CUT,
            9_400,
            true),
        new ConnectionLoad(
            1,
            Duration.ZERO,
            Optional.of(Duration.ofMillis(45_800)),
            ConnectionLoad.End.GOAWAY,
            13_700,
            true),
        new ConnectionLoad(
            0, Duration.ofMillis(31_250), Optional.empty(), ConnectionLoad.End.NONE, 8_620, true),
        new ConnectionLoad(
            1, Duration.ofMillis(45_810), Optional.empty(), ConnectionLoad.End.NONE, 4_280, true));
  }

  private Histogram histogram(int calls, double micros, double spread) {
    Histogram histogram = new Histogram(2);
    LongStream.range(0, calls)
        .map(i -> Math.max(1, (long) (micros * Math.exp(spread * random.nextGaussian()))))
        .forEach(histogram::recordValue);
    return histogram;
  }

  private static Latency latency(Histogram micros) {
    ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
    int length = micros.encodeIntoCompressedByteBuffer(buffer);
    return Latency.decoded(
        Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
  }
}
