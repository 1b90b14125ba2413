package greeter.client.load.event;

import greeter.client.load.ConnectionLoad;
import greeter.client.load.LoadResult;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The pods of a service, or of several that have pods in common. Pods that do not say their names
 * are nobody's.
 *
 * <p>When a pod was there is told by the calls that it did not answer. One that is there, and has
 * the share s of the answers, gets none of n calls with a chance of (1 - s)^n, if picks are random;
 * under rotation with less. It was not there when that is less than {@link #SURE}, for all pods and
 * all seconds together, and when it lasted {@link #ABSENCE} at least. So with few calls nothing is
 * told.
 */
final class Fleet {
  /** What evenness grants itself, too: a false alarm in 1,000 runs. */
  static final double SURE = 0.001;

  /** Shorter is a pause, of a pod or of the machine that calls. */
  static final Duration ABSENCE = PodLoad.LATECOMER;

  /**
   * What one cause does to several pods: an update of a proxy's endpoints, or a drain's last call.
   */
  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final LoadResult run;
  private final Set<String> services;
  private final Set<String> pods;
  private final List<Stay> stays;

  private Fleet(LoadResult run, Set<String> services, Set<String> pods) {
    this.run = run;
    this.services = services;
    this.pods = pods;
    List<Stay> alone = pods.stream().flatMap(this::staysOf).toList();
    this.stays =
        alone.stream()
            .map(stay -> beside(alone, stay))
            .sorted(Comparator.comparing(Stay::from).thenComparing(Stay::pod))
            .toList();
  }

  /** Those of a run; services whose answers name no pod have none. */
  static List<Fleet> of(LoadResult run) {
    List<Fleet> fleets = new ArrayList<>();
    for (ServiceLoad load : run.services()) {
      Set<String> services = new LinkedHashSet<>(Set.of(load.service()));
      Set<String> pods = new TreeSet<>();
      answering(load).map(PodLoad::pod).forEach(pods::add);
      Predicate<Fleet> shares = fleet -> fleet.pods.stream().anyMatch(pods::contains);
      List<Fleet> same = fleets.stream().filter(shares).toList();
      same.forEach(
          fleet -> {
            services.addAll(fleet.services);
            pods.addAll(fleet.pods);
          });
      fleets.removeAll(same);
      if (!pods.isEmpty()) {
        fleets.add(new Fleet(run, services, pods));
      }
    }
    return fleets;
  }

  boolean serves(String service) {
    return services.contains(service);
  }

  /** As users read it. */
  String name() {
    return String.join(", ", services);
  }

  /** Of all its pods, the earliest first. */
  List<Stay> stays() {
    return stays;
  }

  /** What each of the pods did, for each service. */
  List<PodLoad> loads(String pod) {
    return run.services().stream()
        .filter(load -> serves(load.service()))
        .flatMap(Fleet::answering)
        .filter(load -> load.pod().equals(pod))
        .toList();
  }

  /** The most pods that were there at once. */
  long size() {
    return stays.stream().mapToLong(stay -> at(stay.from())).max().orElse(0);
  }

  private long at(Duration time) {
    return stays.stream().filter(stay -> stay.covers(time)).count();
  }

  /** When pods came or ended, in order. */
  List<Duration> changes() {
    return stays.stream()
        .flatMap(
            stay ->
                Stream.concat(
                    stay.came() ? Stream.of(stay.from()) : Stream.empty(),
                    stay.ended() ? Stream.of(stay.to()) : Stream.empty()))
        .sorted()
        .toList();
  }

  /** Answers of a pod in these slots. */
  long answered(String pod, IntStream slots) {
    return slots.mapToLong(i -> slot(i).answeredBy(pod)).sum();
  }

  /** Answers of all its pods in these slots. */
  long answered(IntStream slots) {
    return slots.mapToLong(i -> answered(slot(i))).sum();
  }

  /**
   * Whether the changes of its pods may be changes of connections: where each connection stays with
   * one pod, a pod seems to end when its connections do. So it may be if none was seen to do
   * otherwise, if in most slots no more pods answer than there are connections, and if each change
   * comes with the end of a connection.
   */
  boolean mayBePinned() {
    if (run.connections().stream().anyMatch(ConnectionLoad::spread)) {
      return false;
    }
    List<Duration> ends =
        run.connections().stream().flatMap(connection -> connection.ended().stream()).toList();
    List<Long> podsBySlot =
        run.timeline().slots().stream()
            .map(slot -> slot.pods().stream().filter(pods::contains).count())
            .filter(n -> n > 0)
            .sorted()
            .toList();
    return !podsBySlot.isEmpty()
        && podsBySlot.get(podsBySlot.size() / 2) <= run.asked().connections()
        && changes().stream()
            .allMatch(
                change ->
                    ends.stream()
                        .anyMatch(
                            end -> end.minus(change).abs().compareTo(run.timeline().slot()) <= 0));
  }

  int slotOf(Duration time) {
    return (int) Math.min(slots() - 1L, time.dividedBy(run.timeline().slot()));
  }

  int slots() {
    return run.timeline().slots().size();
  }

  private Slot slot(int index) {
    return run.timeline().slots().get(index);
  }

  private long answered(Slot slot) {
    return pods.stream().mapToLong(slot::answeredBy).sum();
  }

  private static Stream<PodLoad> answering(ServiceLoad load) {
    return load.pods().stream().filter(pod -> pod.isOne() && pod.answered() > 0);
  }

  private Stream<Stay> staysOf(String pod) {
    List<PodLoad> loads = loads(pod);
    Duration from = loads.stream().map(PodLoad::first).min(Duration::compareTo).orElseThrow();
    Duration to = loads.stream().map(PodLoad::last).max(Duration::compareTo).orElseThrow();
    int first = slotOf(from);
    int last = slotOf(to);
    double share = share(pod, first, last);
    boolean came = from.compareTo(ABSENCE) >= 0 && isAbsence(share, IntStream.range(0, first));
    boolean ended =
        run.lasted().minus(to).compareTo(ABSENCE) >= 0
            && isAbsence(share, IntStream.range(last + 1, slots()));

    List<Stay> found = new ArrayList<>();
    int before = first;
    for (int i = first + 1; i <= last; i++) {
      if (answered(pod, IntStream.of(i)) == 0) {
        continue;
      }
      Duration missing = run.timeline().slot().multipliedBy(i - before - 1L);
      if (missing.compareTo(ABSENCE) >= 0 && isAbsence(share, IntStream.range(before + 1, i))) {
        // Of what lies between, only the slots are known.
        found.add(new Stay(pod, from, end(before), came, true));
        from = run.timeline().slot().multipliedBy(i);
        came = true;
      }
      before = i;
    }
    found.add(new Stay(pod, from, to, came, ended));
    return found.stream();
  }

  /**
   * What is too near to the begin or the end of the run for an absence of its own, is one where
   * another pod ends just as this one comes, or comes just as it ends.
   */
  private Stay beside(List<Stay> all, Stay stay) {
    double share = share(stay.pod(), slotOf(stay.from()), slotOf(stay.to()));
    List<Stay> others = all.stream().filter(other -> !other.pod().equals(stay.pod())).toList();
    boolean came =
        stay.came()
            || (others.stream().anyMatch(o -> o.ended() && isTogether(o.to(), stay.from()))
                && isFirst(all, stay)
                && isAbsence(share, IntStream.range(0, slotOf(stay.from()))));
    boolean ended =
        stay.ended()
            || (others.stream().anyMatch(o -> o.came() && isTogether(o.from(), stay.to()))
                && isLast(all, stay)
                && isAbsence(share, IntStream.range(slotOf(stay.to()) + 1, slots())));
    return new Stay(stay.pod(), stay.from(), stay.to(), came, ended);
  }

  /** Pods that were there, but had an answer to none of the calls that were due in these slots. */
  List<String> silentIn(Set<Integer> slots) {
    return pods.stream()
        .filter(pod -> answered(pod, slots.stream().mapToInt(slot -> slot)) == 0)
        .filter(pod -> stays.stream().anyMatch(stay -> isAmid(stay, pod, slots)))
        .filter(pod -> isAbsence(share(pod, 0, slots() - 1), slots.stream().mapToInt(i -> i)))
        .toList();
  }

  private boolean isAmid(Stay stay, String pod, Set<Integer> slots) {
    return stay.pod().equals(pod)
        && slots.stream().allMatch(slot -> slotOf(stay.from()) < slot && slot < slotOf(stay.to()));
  }

  /** Whether its pod was there before: a container that was restarted keeps its pod's name. */
  boolean isReturn(Stay stay) {
    return !isFirst(stays, stay);
  }

  private static boolean isFirst(List<Stay> all, Stay stay) {
    return all.stream()
        .noneMatch(o -> o.pod().equals(stay.pod()) && o.from().compareTo(stay.from()) < 0);
  }

  private static boolean isLast(List<Stay> all, Stay stay) {
    return all.stream()
        .noneMatch(o -> o.pod().equals(stay.pod()) && o.to().compareTo(stay.to()) > 0);
  }

  /** Whether two changes may be one, as a pod's end and the begin of the one in its place. */
  static boolean isTogether(Duration one, Duration other) {
    return one.minus(other).abs().compareTo(TOGETHER) <= 0;
  }

  private double share(String pod, int first, int last) {
    double all = Math.max(1, answered(IntStream.rangeClosed(first, last)));
    return Math.min(1, answered(pod, IntStream.rangeClosed(first, last)) / all);
  }

  private Duration end(int slot) {
    return run.timeline().slot().multipliedBy(slot + 1L);
  }

  /** Whether calls to a pod that is there would not have missed it so often. */
  private boolean isAbsence(double share, IntStream slots) {
    double chance = Math.pow(1 - share, (double) answered(slots));
    return chance * pods.size() * slots() <= SURE;
  }
}
