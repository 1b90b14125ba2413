package greeter.client.load;

import greeter.client.calls.Blame;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Results of runs that never were: of pods that answer at a steady rate while they are there. */
public final class Runs {
  private final int seconds;
  private final List<Pod> pods = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<ConnectionLoad> connections = new ArrayList<>();
  private boolean spreading;
  private Latency late = Latency.NONE;
  private boolean closed;
  private int slowFrom;
  private int slowTo;
  private int slowMillis;

  /** When its calls are due, in seconds. */
  private record Pod(
      String service,
      String name,
      List<Double> due,
      double slowUntil,
      int youngMillis,
      int laterMillis) {
    Pod(String service, String name, List<Double> due, int youngMillis, int laterMillis) {
      this(service, name, due, due.get(0) + PodLoad.YOUTH.toSeconds(), youngMillis, laterMillis);
    }
  }

  private Runs(int seconds) {
    this.seconds = seconds;
  }

  /** A run of so many seconds. */
  public static Runs of(int seconds) {
    return new Runs(seconds);
  }

  /** Hello pods that are there all the time, with 100 calls/s each, of 2 ms. */
  public Runs steady(String... names) {
    for (String name : names) {
      pod(name, 0, seconds);
    }
    return this;
  }

  /** A Hello pod with 100 calls/s from one second to another. */
  public Runs pod(String name, double from, double to) {
    return pod("Hello", name, from, to, 100);
  }

  public Runs pod(String service, String name, double from, double to, int rate) {
    return pod(new Pod(service, name, due(from, to, rate), 2, 2));
  }

  /** A Hello pod whose calls take so many milliseconds. */
  public Runs slow(String name, double from, double to, int millis) {
    return pod(new Pod("Hello", name, due(from, to, 100), millis, millis));
  }

  /** Hello pods that are there all the time, each call picked at random. */
  public Runs random(int howMany, int rate, RandomGenerator random) {
    List<List<Double>> due =
        IntStream.range(0, howMany).<List<Double>>mapToObj(i -> new ArrayList<>()).toList();
    due(0, seconds, rate).forEach(call -> due.get(random.nextInt(howMany)).add(call));
    for (int i = 0; i < howMany; i++) {
      if (!due.get(i).isEmpty()) {
        pods.add(new Pod("Hello", "hello-" + i, due.get(i), 2, 2));
      }
    }
    return this;
  }

  /** A Hello pod that comes, and whose calls take so long while it is young, and later. */
  public Runs cold(String name, double from, int rate, int youngMillis, int laterMillis) {
    return pod(new Pod("Hello", name, due(from, seconds, rate), youngMillis, laterMillis));
  }

  /** A Hello pod with 100 calls/s that comes, and of whose calls the first few take so long. */
  public Runs coldAtFirst(String name, double from, int calls, int millis) {
    List<Double> due = due(from, seconds, 100);
    pods.add(new Pod("Hello", name, due, due.get(calls), millis, 2));
    return this;
  }

  private Runs pod(Pod pod) {
    pods.add(pod);
    return this;
  }

  private List<Double> due(double from, double to, int rate) {
    return IntStream.range(0, seconds * rate)
        .mapToObj(call -> call / (double) rate)
        .filter(due -> from <= due && due <= to)
        .toList();
  }

  /** All calls that are due from one second to another take so long. */
  public Runs slow(int from, int to, int millis) {
    slowFrom = from;
    slowTo = to;
    slowMillis = millis;
    return this;
  }

  /** Hello calls that are lost; an empty name is that of no pod. */
  public Runs loss(int second, String pod, Blame blame, String code, long calls) {
    return loss("Hello", second, pod, blame, code, calls);
  }

  public Runs loss(String service, int second, String pod, Blame blame, String code, long calls) {
    return loss(service, second, pod, blame, code, code + ": why", calls);
  }

  /** Hello calls that are lost by the proxy, with the words of gRPC. */
  public Runs reason(int second, String pod, String reason, long calls) {
    return loss("Hello", second, pod, Blame.PROXY, "UNAVAILABLE", reason, calls);
  }

  private Runs loss(
      String service, int second, String pod, Blame blame, String code, String reason, long calls) {
    losses.add(
        new Loss(
            Duration.ofSeconds(second),
            service,
            Optional.of(pod).filter(name -> !name.isEmpty()),
            blame,
            code,
            reason,
            calls));
    return this;
  }

  /** Every call was sent so many seconds after it was due. */
  public Runs late(long by) {
    Histogram histogram = new Histogram(Latency.DIGITS);
    histogram.recordValueWithCount(by * 1_000_000, 100);
    late = Latency.of(histogram);
    return this;
  }

  /** By callers, each of which waits for the end of its call. */
  public Runs closed() {
    closed = true;
    return this;
  }

  /** From here on each connection reaches several pods. */
  public Runs spreading() {
    spreading = true;
    return this;
  }

  /** A connection that ends at a second; after the end of the run, it does not. */
  public Runs connection(int channel, double opened, double ended, End end, long answered) {
    boolean lives = ended >= seconds;
    connections.add(
        new ConnectionLoad(
            channel,
            time(opened),
            lives ? Optional.empty() : Optional.of(time(ended)),
            lives ? End.NONE : end,
            answered,
            spreading));
    return this;
  }

  public LoadResult result() {
    Map<String, Map<String, PodLoad>> loads = new LinkedHashMap<>();
    List<Map<String, Map<String, Long>>> answered = new ArrayList<>();
    List<long[]> heat = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      answered.add(new TreeMap<>());
      heat.add(new long[Heat.BUCKETS]);
    }
    for (Pod pod : pods) {
      PodLoad load = answer(pod, answered, heat);
      loads
          .computeIfAbsent(pod.service, key -> new TreeMap<>())
          .merge(pod.name, load, Runs::together);
    }
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      slots.add(
          new Slot(
              0,
              answered.get(i),
              failed(i),
              Arrays.stream(heat.get(i)).boxed().toList(),
              Duration.ZERO));
    }
    return new LoadResult(
        "127.0.0.1:8080",
        new Asked(
            closed ? "20 callers" : "300/s, constant",
            closed ? Optional.empty() : Optional.of(300.0),
            "Hello=1",
            (int) Math.max(1, connections.stream().filter(c -> c.opened().isZero()).count()),
            10_000,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            false),
        Instant.parse("2026-01-01T00:00:00Z"),
        Duration.ofSeconds(seconds),
        false,
        loads.entrySet().stream().map(e -> service(e.getKey(), e.getValue())).toList(),
        new Timeline(Duration.ofSeconds(1), slots),
        losses,
        0,
        connections,
        0,
        new Generator(Duration.ZERO, 2, late));
  }

  private PodLoad answer(
      Pod pod, List<Map<String, Map<String, Long>>> answered, List<long[]> heat) {
    Histogram all = new Histogram(Latency.DIGITS);
    Histogram young = new Histogram(Latency.DIGITS);
    double first = pod.due.get(0);
    double last = first;
    for (double due : pod.due) {
      int second = (int) due;
      boolean isYoung = due - first < PodLoad.YOUTH.toSeconds();
      boolean isSlow = slowFrom <= second && second < slowTo;
      long micros =
          1_000L * (isSlow ? slowMillis : due < pod.slowUntil ? pod.youngMillis : pod.laterMillis);
      all.recordValue(micros);
      last = Math.max(last, due + Math.floor(micros / 1e6)); // whole seconds: texts are short
      if (isYoung && first >= PodLoad.LATECOMER.toSeconds()) {
        young.recordValue(micros);
      }
      answered
          .get(second)
          .computeIfAbsent(pod.service, key -> new TreeMap<>())
          .merge(pod.name, 1L, Long::sum);
      heat.get(second)[Heat.bucketOf(micros)]++;
    }
    return new PodLoad(
        pod.name,
        0,
        time(first),
        time(last),
        Latency.of(all),
        young.getTotalCount() == 0
            ? List.of()
            : List.of(new PodLoad.Youth(time(first), Latency.of(young))));
  }

  /** Of a pod that was there twice. */
  private static PodLoad together(PodLoad a, PodLoad b) {
    return new PodLoad(
        a.pod(),
        0,
        Collections.min(List.of(a.first(), b.first())),
        Collections.max(List.of(a.last(), b.last())),
        a.latency().plus(b.latency()),
        b.first().minus(a.last()).compareTo(PodLoad.LATECOMER) < 0
            ? a.youths()
            : Stream.concat(a.youths().stream(), b.youths().stream()).toList());
  }

  private Map<Blame, Long> failed(int second) {
    Map<Blame, Long> failed = new TreeMap<>();
    losses.stream()
        .filter(loss -> loss.at().toSeconds() == second)
        .forEach(loss -> failed.merge(loss.blame(), loss.calls(), Long::sum));
    return failed;
  }

  private ServiceLoad service(String name, Map<String, PodLoad> pods) {
    long lost = losses.stream().filter(l -> l.service().equals(name)).mapToLong(Loss::calls).sum();
    Latency latency =
        pods.values().stream().map(PodLoad::latency).reduce(Latency.NONE, Latency::plus);
    return new ServiceLoad(
        name, new Counts(0, latency.count(), lost, 0, 0), latency, List.copyOf(pods.values()));
  }

  private static Duration time(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
