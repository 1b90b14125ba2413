package greeter.client.load;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import greeter.client.load.ConnectionLoad.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Keeps what becomes of calls: never a call by itself, so its memory does not grow with their
 * number. Safe for use by several threads; each event loop has one of its own, so that none waits
 * for another. Times are nanoseconds from the start of the run; what lies before it is not given.
 */
final class Recorder {
  /** Pods of a service that are told apart. */
  static final int MOST_PODS = 1_000;

  private static final int LONGEST_REASON = 300;

  private record LossKey(
      long second, int work, Optional<String> pod, Suspect suspect, String code, String reason) {}

  private static final class ServiceRecord {
    final Map<String, PodRecord> pods = new HashMap<>();
    long skipped;
    long answered;
    long failed;
    long replayed;
    long retried;
  }

  private final long begin;
  private final List<Work> works;
  private final List<ServiceRecord> services;
  private final Grid grid = new Grid();
  private final Grid.Row skipped = grid.sums();
  private final Grid.Row late = grid.maxima();
  private final List<Grid.Row> heat =
      IntStream.range(0, Heat.BUCKETS).mapToObj(bucket -> grid.sums()).toList();
  private final Map<Suspect, Grid.Row> failed = new HashMap<>();
  private final Map<LossKey, Long> losses = new LinkedHashMap<>();
  private final List<Carrier> carriers = new ArrayList<>();
  private final Histogram lateness = new Histogram(Latency.DIGITS);
  private Histogram recent = new Histogram(Latency.DIGITS);
  private long lossesNotListed;
  private long carriersNotListed;
  private boolean podsNameThemselves;
  private boolean peerIsProxy;
  private long lastEnd;

  Recorder(List<Work> works) {
    this(works, 0);
  }

  /**
   * A recorder of a time of its own.
   *
   * @param begin of that time; what it is told is in nanoseconds from the start of the run even so
   */
  Recorder(List<Work> works, long begin) {
    this.begin = begin;
    this.works = works;
    this.services = works.stream().map(work -> new ServiceRecord()).toList();
  }

  /** A call that was due and not sent. */
  synchronized void skipped(int work, long due) {
    services.get(work).skipped++;
    skipped.put(slotOf(due), 1);
  }

  /** A call whose turn came after it was due, whether it was sent then or skipped. */
  synchronized void turn(long due, long now) {
    long micros = Math.max(0, now - due) / 1_000;
    lateness.recordValue(micros);
    late.put(slotOf(due), (int) Math.min(Integer.MAX_VALUE, micros));
  }

  /** A call that gRPC sent again. */
  synchronized void replayed(int work) {
    services.get(work).replayed++;
  }

  /** A call that a policy of retries sent again. */
  synchronized void retried(int work) {
    services.get(work).retried++;
  }

  /**
   * A call that was answered.
   *
   * @param carrier null if it cannot be told
   * @param pod empty if it did not say
   * @param byMetadata whether metadata said so
   * @param due when it was; in a closed loop the same as {@code sent}
   */
  synchronized void answered(
      Carrier carrier, int work, String pod, boolean byMetadata, long due, long sent, long ended) {
    ServiceRecord service = services.get(work);
    long micros = Math.max(0, ended - due) / 1_000;
    int slot = slotOf(due);
    service.answered++;
    pod(service, pod).answered(slot, sent - begin, ended - begin, micros);
    heat.get(Heat.bucketOf(micros)).put(slot, 1);
    recent.recordValue(micros);
    podsNameThemselves |= byMetadata;
    lastEnd = Math.max(lastEnd, ended);
    if (carrier != null) {
      peerIsProxy |= carrier.answeredBy(work, pod);
    }
  }

  /** A call that ended in any other manner. */
  synchronized void failed(int work, Failed call, long due, long ended) {
    ServiceRecord service = services.get(work);
    Suspect suspect = Suspect.of(call);
    service.failed++;
    call.servedBy().ifPresent(pod -> pod(service, pod).failed(due - begin));
    failed.computeIfAbsent(suspect, key -> grid.sums()).put(slotOf(due), 1);
    lastEnd = Math.max(lastEnd, ended);
    String reason = call.reason();
    lost(
        new LossKey(
            due / 1_000_000_000,
            work,
            call.servedBy(),
            suspect,
            call.status().getCode().name(),
            reason.substring(0, Math.min(LONGEST_REASON, reason.length()))),
        1);
  }

  private int slotOf(long due) {
    return grid.slotOf(due - begin);
  }

  private void lost(LossKey key, long calls) {
    if (losses.size() < LoadResult.MOST_LOSSES || losses.containsKey(key)) {
      losses.merge(key, calls, Long::sum);
    } else {
      lossesNotListed += calls;
    }
  }

  private PodRecord pod(ServiceRecord service, String name) {
    PodRecord pod = service.pods.get(name);
    if (pod == null) {
      String known = service.pods.size() < MOST_PODS ? name : PodLoad.OTHERS;
      pod = service.pods.computeIfAbsent(known, key -> new PodRecord(key, grid));
    }
    return pod;
  }

  /** A connection that can carry calls from now on. */
  synchronized Carrier opened(int channel, long now) {
    Carrier carrier = new Carrier(channel, now);
    if (carriers.size() < LoadResult.MOST_CONNECTIONS) {
      carriers.add(carrier);
    } else {
      carriersNotListed++;
    }
    return carrier;
  }

  /** The connection is gone. */
  synchronized void gone(Carrier carrier, long now) {
    carrier.ended(now);
  }

  /**
   * How a connection of a channel ended; gRPC does not say which, but it tells them in their order:
   * most often just before the connection is gone.
   */
  synchronized void ended(int channel, long now, End how) {
    List<Carrier> candidates =
        carriers.stream()
            .filter(carrier -> carrier.channel() == channel && !carrier.isExplained())
            .toList();
    candidates.stream()
        .filter(Carrier::hasEnded)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .ifPresent(carrier -> carrier.ended(now, how));
  }

  /** What was recorded since the last look, and the sums. */
  record Look(Histogram latency, long failed, long skipped, Set<String> pods) {}

  /**
   * Looks, for a line while the run goes on.
   *
   * @param since pods that have answered nothing since then are left out
   */
  synchronized Look look(long since) {
    Histogram latency = recent;
    recent = new Histogram(Latency.DIGITS);
    Set<String> pods = new HashSet<>();
    long failures = 0;
    long skips = 0;
    for (ServiceRecord service : services) {
      failures += service.failed;
      skips += service.skipped;
      service.pods.forEach(
          (name, pod) -> {
            if (!name.isEmpty() && pod.spokeSince(since)) {
              pods.add(name);
            }
          });
    }
    return new Look(latency, failures, skips, pods);
  }

  /** When the last call that ended did so; zero if none did. */
  synchronized long lastEnd() {
    return lastEnd;
  }

  /** Takes in what another holds, which nobody may use after that. */
  void add(Recorder more) {
    synchronized (more) {
      synchronized (this) {
        addAll(more);
      }
    }
  }

  private void addAll(Recorder more) {
    Grid.align(grid, more.grid);
    for (int work = 0; work < services.size(); work++) {
      ServiceRecord to = services.get(work);
      ServiceRecord from = more.services.get(work);
      to.skipped += from.skipped;
      to.answered += from.answered;
      to.failed += from.failed;
      to.replayed += from.replayed;
      to.retried += from.retried;
      from.pods.forEach((name, pod) -> pod(to, name).add(pod));
    }
    grid.add(skipped, more.skipped);
    grid.add(late, more.late);
    for (int bucket = 0; bucket < Heat.BUCKETS; bucket++) {
      grid.add(heat.get(bucket), more.heat.get(bucket));
    }
    more.failed.forEach(
        (suspect, row) -> grid.add(failed.computeIfAbsent(suspect, key -> grid.sums()), row));
    more.losses.forEach(this::lost);
    lossesNotListed += more.lossesNotListed;
    for (Carrier carrier : more.carriers) {
      if (carriers.size() < LoadResult.MOST_CONNECTIONS) {
        carriers.add(carrier);
      } else {
        carriersNotListed++;
      }
    }
    carriersNotListed += more.carriersNotListed;
    lateness.add(more.lateness);
    podsNameThemselves |= more.podsNameThemselves;
    peerIsProxy |= more.peerIsProxy;
    lastEnd = Math.max(lastEnd, more.lastEnd);
  }

  synchronized List<ServiceLoad> services() {
    List<ServiceLoad> loads = new ArrayList<>();
    for (int work = 0; work < services.size(); work++) {
      ServiceRecord service = services.get(work);
      List<PodLoad> pods =
          service.pods.values().stream()
              .map(PodRecord::load)
              .sorted(Comparator.comparing(PodLoad::pod))
              .toList();
      loads.add(
          new ServiceLoad(
              works.get(work).service(),
              new Counts(
                  service.skipped,
                  service.answered,
                  service.failed,
                  service.replayed,
                  service.retried),
              pods.stream().map(PodLoad::latency).reduce(Latency.NONE, Latency::plus),
              pods));
    }
    return loads;
  }

  /**
   * The run in slots.
   *
   * @param lasted all of it is there, even if nothing happened at its end
   */
  synchronized Timeline timeline(Duration lasted) {
    if (lasted.toNanos() > 0) {
      int unused = grid.slotOf(lasted.toNanos() - 1);
    }
    List<Timeline.Slot> slots = new ArrayList<>();
    for (int slot = 0; slot < grid.used(); slot++) {
      slots.add(slot(slot));
    }
    return new Timeline(Duration.ofNanos(grid.width()), slots);
  }

  private Timeline.Slot slot(int slot) {
    Map<String, Map<String, Long>> answered = new HashMap<>();
    for (int work = 0; work < services.size(); work++) {
      Map<String, Long> byPod = new HashMap<>();
      services
          .get(work)
          .pods
          .forEach(
              (name, pod) -> {
                if (pod.answered.at(slot) > 0) {
                  byPod.put(name, (long) pod.answered.at(slot));
                }
              });
      if (!byPod.isEmpty()) {
        answered.put(works.get(work).service(), byPod);
      }
    }
    Map<Blame, Long> byBlame = new EnumMap<>(Blame.class);
    failed.forEach(
        (suspect, row) -> {
          if (row.at(slot) > 0) {
            byBlame.merge(blame(suspect), (long) row.at(slot), Long::sum);
          }
        });
    return new Timeline.Slot(
        skipped.at(slot),
        answered,
        byBlame,
        heat.stream().map(row -> (long) row.at(slot)).toList(),
        Duration.ofNanos(late.at(slot) * 1_000L));
  }

  private Blame blame(Suspect suspect) {
    return suspect.blame(podsNameThemselves, peerIsProxy);
  }

  /** In the order of their seconds. */
  synchronized List<Loss> losses() {
    return losses.entrySet().stream()
        .map(
            entry ->
                new Loss(
                    Duration.ofSeconds(entry.getKey().second()),
                    works.get(entry.getKey().work()).service(),
                    entry.getKey().pod(),
                    blame(entry.getKey().suspect()),
                    entry.getKey().code(),
                    entry.getKey().reason(),
                    entry.getValue()))
        .sorted(Comparator.comparing(Loss::at))
        .toList();
  }

  synchronized long lossesNotListed() {
    return lossesNotListed;
  }

  /** Those of the run, in the order in which they were opened. */
  synchronized List<ConnectionLoad> connections() {
    return carriers.stream()
        .filter(carrier -> !carrier.endedBeforeTheRun())
        .map(Carrier::load)
        .sorted(
            Comparator.comparing(ConnectionLoad::opened).thenComparingInt(ConnectionLoad::channel))
        .toList();
  }

  synchronized long connectionsNotListed() {
    return carriersNotListed;
  }

  synchronized Latency late() {
    return Latency.of(lateness);
  }
}
