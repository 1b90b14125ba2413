package greeter.client.load;

import static java.util.Comparator.comparing;

import greeter.client.calls.Blame;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Runs of load, made of literal calls. */
public final class LoadResults {
  /** As Kubernetes names them. */
  private static final List<String> OLD =
      List.of(
          "hello-grpc-deployment-7d4b9c5f6d-2xk8p",
          "hello-grpc-deployment-7d4b9c5f6d-9wq4z",
          "hello-grpc-deployment-7d4b9c5f6d-tr6nm");

  private static final List<String> NEW =
      List.of(
          "hello-grpc-deployment-6c8f7b9d54-5hjvd",
          "hello-grpc-deployment-6c8f7b9d54-kk2lb",
          "hello-grpc-deployment-6c8f7b9d54-x9d7s");

  private static final Duration SECOND = Duration.ofSeconds(1);

  private LoadResults() {}

  /**
   * A call of a run.
   *
   * @param due from the start of the run
   * @param pod empty if none said its name
   * @param latency of an answered call; empty: it failed
   * @param blame for a failed call
   */
  public record Call(
      String service, Duration due, String pod, Optional<Duration> latency, Blame blame) {
    public static Call answered(String service, long dueMicros, String pod, long micros) {
      return new Call(
          service,
          Duration.ofNanos(1_000 * dueMicros),
          pod,
          Optional.of(Duration.ofNanos(1_000 * micros)),
          Blame.CANNOT_TELL);
    }

    public static Call failed(String service, long dueMicros, String pod, Blame blame) {
      return new Call(service, Duration.ofNanos(1_000 * dueMicros), pod, Optional.empty(), blame);
    }
  }

  /**
   * Thirty seconds of 200 calls/s through a proxy, while three pods of Hello are replaced one after
   * the other: at 8, 14 and 20 s a new one comes, slow at first, and 2 s later an old one goes; the
   * second is killed, which costs nine calls. The lone pod of Goodbye stays.
   */
  public static LoadResult rollout() {
    List<Call> calls = new ArrayList<>();
    int hellos = 0;
    for (int i = 0; i < 6_000; i++) {
      long due = i * 5_000L;
      if (i % 4 == 3) {
        calls.add(Call.answered("Goodbye", due, "goodbye-grpc-deployment-5b7-q1w2e", 900 + i % 90));
        continue;
      }
      List<String> pods = podsAt(due / 1e6);
      String pod = pods.get(hellos++ % pods.size());
      if (due >= 16_000_000 && due < 16_050_000) {
        calls.add(Call.failed("Hello", due, i % 2 == 0 ? OLD.get(1) : "", Blame.NETWORK));
      } else if (due == 16_100_000) {
        calls.add(Call.failed("Hello", due, "", Blame.PROXY));
      } else {
        calls.add(Call.answered("Hello", due, pod, micros(i, due, pod)));
      }
    }
    return of(calls, Instant.parse("2026-11-23T10:15:00.250Z"), Duration.ofSeconds(30), 200);
  }

  private static List<String> podsAt(double second) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if (second < 10 + 6 * i) {
        pods.add(OLD.get(i));
      }
      if (second >= 8 + 6 * i) {
        pods.add(NEW.get(i));
      }
    }
    return pods;
  }

  private static long micros(int i, long due, String pod) {
    int fresh = NEW.indexOf(pod);
    double age = due / 1e6 - (8 + 6 * fresh);
    long usual = 1_100 + i * 37L % 700 + (i % 97 == 0 ? 9_000 : 0);
    return fresh >= 0 && age < 1.5 ? usual + Math.round(60_000 / (1 + 10 * age)) : usual;
  }

  /** The same calls as {@link #rollout}, of no service, at another time and all of them lost. */
  public static LoadResult lost() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(Call.failed("Hello", i * 10_000L, "", Blame.PROXY));
    }
    return of(calls, Instant.parse("2026-11-23T11:00:00Z"), SECOND, 100);
  }

  /** What calls come to, in slots of a second; sent 40 µs after they were due. */
  public static LoadResult of(List<Call> calls, Instant start, Duration lasted, double rate) {
    return new LoadResult(
        "127.0.0.1:8080",
        new Asked(
            "%.0f/s, constant".formatted(rate),
            Optional.of(rate),
            "Hello=3, Goodbye=1",
            2,
            10_000,
            SECOND,
            0,
            OptionalInt.empty(),
            false),
        start,
        lasted,
        false,
        List.of(service("Hello", calls), service("Goodbye", calls)),
        timeline(calls, SECOND, lasted),
        losses(calls),
        0,
        List.of(
            new ConnectionLoad(
                0,
                Duration.ZERO,
                Optional.of(lasted.dividedBy(2)),
                End.GOAWAY,
                calls.size() / 2,
                true),
            new ConnectionLoad(
                1, Duration.ZERO, Optional.empty(), End.NONE, calls.size() / 4, true),
            new ConnectionLoad(
                0, lasted.dividedBy(2), Optional.empty(), End.NONE, calls.size() / 4, true)),
        0,
        new Generator(lasted.dividedBy(5), 2, latency(calls, Duration.ofNanos(40_000))));
  }

  private static ServiceLoad service(String name, List<Call> all) {
    List<Call> calls = all.stream().filter(call -> call.service().equals(name)).toList();
    Map<String, List<Call>> byPod =
        calls.stream().collect(Collectors.groupingBy(Call::pod, TreeMap::new, Collectors.toList()));
    long failed = calls.stream().filter(call -> call.latency().isEmpty()).count();
    return new ServiceLoad(
        name,
        new Counts(0, calls.size() - failed, failed, 0, 0),
        latency(calls),
        byPod.entrySet().stream()
            .filter(pod -> !pod.getKey().isEmpty() || isAnswered(pod.getValue()))
            .map(pod -> pod(pod.getKey(), pod.getValue()))
            .toList());
  }

  private static boolean isAnswered(List<Call> calls) {
    return calls.stream().anyMatch(call -> call.latency().isPresent());
  }

  private static PodLoad pod(String name, List<Call> calls) {
    List<Duration> answered =
        calls.stream().filter(call -> call.latency().isPresent()).map(Call::due).toList();
    Duration first = answered.stream().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
    Duration last = answered.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return new PodLoad(
        name,
        name.isEmpty() ? 0 : calls.size() - answered.size(),
        first,
        last,
        latency(calls),
        first.compareTo(PodLoad.LATECOMER) < 0
            ? List.of()
            : List.of(
                new PodLoad.Youth(
                    first,
                    latency(
                        calls.stream()
                            .filter(call -> call.due().compareTo(first.plus(PodLoad.YOUTH)) < 0)
                            .toList()))));
  }

  private static Latency latency(List<Call> calls) {
    Histogram micros = new Histogram(Latency.DIGITS);
    calls.forEach(
        call -> call.latency().ifPresent(took -> micros.recordValue(took.toNanos() / 1_000)));
    return Latency.of(micros);
  }

  private static Latency latency(List<Call> calls, Duration late) {
    Histogram micros = new Histogram(Latency.DIGITS);
    calls.forEach(call -> micros.recordValue(late.toNanos() / 1_000));
    return Latency.of(micros);
  }

  /** The timeline of calls, in slots of a length of one's own. */
  public static Timeline timeline(List<Call> calls, Duration slot, Duration lasted) {
    Map<Long, List<Call>> bySlot =
        calls.stream()
            .collect(Collectors.groupingBy(call -> call.due().toNanos() / slot.toNanos()));
    return new Timeline(
        slot,
        LongStream.range(0, (lasted.toNanos() + slot.toNanos() - 1) / slot.toNanos())
            .mapToObj(i -> slot(bySlot.getOrDefault(i, List.of())))
            .toList());
  }

  private static Slot slot(List<Call> calls) {
    Map<String, Map<String, Long>> answered = new LinkedHashMap<>();
    Map<Blame, Long> failed = new LinkedHashMap<>();
    long[] heat = new long[Heat.BUCKETS];
    for (Call call : calls) {
      if (call.latency().isPresent()) {
        answered
            .computeIfAbsent(call.service(), key -> new LinkedHashMap<>())
            .merge(call.pod(), 1L, Long::sum);
        heat[Heat.bucketOf(call.latency().get().toNanos() / 1_000)]++;
      } else {
        failed.merge(call.blame(), 1L, Long::sum);
      }
    }
    return new Slot(
        0,
        answered,
        failed,
        LongStream.of(heat).boxed().toList(),
        calls.isEmpty() ? Duration.ZERO : Duration.ofNanos(40_000));
  }

  private static List<Loss> losses(List<Call> calls) {
    Map<Loss, Long> alike =
        calls.stream()
            .filter(call -> call.latency().isEmpty())
            .collect(
                Collectors.groupingBy(
                    LoadResults::loss, LinkedHashMap::new, Collectors.counting()));
    return alike.entrySet().stream()
        .map(
            each -> {
              Loss one = each.getKey();
              return new Loss(
                  one.at(),
                  one.service(),
                  one.pod(),
                  one.blame(),
                  one.code(),
                  one.reason(),
                  each.getValue());
            })
        .sorted(comparing(Loss::at))
        .toList();
  }

  private static Loss loss(Call call) {
    return new Loss(
        Duration.ofSeconds(call.due().toSeconds()),
        call.service(),
        Optional.of(call.pod()).filter(pod -> !pod.isEmpty()),
        call.blame(),
        "UNAVAILABLE",
        call.blame() == Blame.PROXY
            ? "UNAVAILABLE: HTTP status code 502, content-type: text/html"
            : "UNAVAILABLE: io exception, Connection reset by peer",
        1);
  }

  /** A client whose every call was sent 50 ms late. */
  public static Generator late() {
    Histogram micros = new Histogram(Latency.DIGITS);
    micros.recordValueWithCount(50_000, 100);
    return new Generator(Duration.ofSeconds(3), 2, Latency.of(micros));
  }

  /** A run that was asked for something else. */
  public static LoadResult with(LoadResult result, Asked asked) {
    return with(result, asked, result.interrupted(), result.timeline(), result.generator());
  }

  /** A run with its timeline in slots of another length. */
  public static LoadResult with(LoadResult result, Timeline timeline) {
    return with(result, result.asked(), result.interrupted(), timeline, result.generator());
  }

  /** A run by another client. */
  public static LoadResult with(LoadResult result, Generator generator) {
    return with(result, result.asked(), result.interrupted(), result.timeline(), generator);
  }

  /** A run that somebody ended. */
  public static LoadResult interrupted(LoadResult result) {
    return with(result, result.asked(), true, result.timeline(), result.generator());
  }

  private static LoadResult with(
      LoadResult result, Asked asked, boolean interrupted, Timeline timeline, Generator generator) {
    return new LoadResult(
        result.target(),
        asked,
        result.start(),
        result.lasted(),
        interrupted,
        result.services(),
        timeline,
        result.losses(),
        result.lossesNotListed(),
        result.connections(),
        result.connectionsNotListed(),
        generator);
  }
}
