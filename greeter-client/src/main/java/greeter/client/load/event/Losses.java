package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The failed calls of a fleet, and to which change of its pods each belongs.
 *
 * <p>One that names a pod which ended belongs to that end. One that names no pod, since the proxy
 * or the network has ended it, belongs to the last end before it: calls that were on their way in
 * the pod were due before its last answer, by as long as its slowest answer took at most. But one
 * that missed its deadline about the time when a pod came belongs to that pod: it may have waited
 * for it. Where a pod came back, what waited for it belongs to its end. So each belongs to one
 * change at most. What failed so before any change, too, or while the calls for all pods did
 * ({@link Stalls}), belongs to none.
 */
final class Losses {
  /** Lines of evidence for one event. */
  private static final int MOST_LINES = 200;

  static final String OVERDUE = "DEADLINE_EXCEEDED";

  private final LoadResult run;
  private final Fleet fleet;
  private final Stalls stalls;
  private final List<Stay> ends;
  private final Set<Kind> usual;

  /** What makes two losses alike, whenever they happen. */
  private record Kind(String service, Blame blame, String code) {
    static Kind of(Loss loss) {
      return new Kind(loss.service(), loss.blame(), loss.code());
    }
  }

  /**
   * Those of an event.
   *
   * @param calls that failed because of it
   * @param doubtful that failed meanwhile as calls did before it, or as those for all pods did:
   *     whether because of it cannot be told
   * @param blame whoever is to blame for all of them; empty without any
   * @param first the second of the first of them
   * @param last the second of the last of them
   * @param lines the evidence
   */
  record Lost(
      long calls,
      long doubtful,
      Optional<Blame> blame,
      Optional<Duration> first,
      Optional<Duration> last,
      List<String> lines) {
    Lost {
      lines = List.copyOf(lines);
    }
  }

  Losses(LoadResult run, Fleet fleet, Stalls stalls) {
    this.run = run;
    this.fleet = fleet;
    this.stalls = stalls;
    this.ends =
        fleet.stays().stream().filter(Stay::ended).sorted(Comparator.comparing(Stay::to)).toList();
    Duration quiet =
        Stream.concat(
                ends.stream().map(this::begin),
                fleet.stays().stream().filter(Stay::came).map(Losses::youth).map(this::floor))
            .min(Comparator.naturalOrder())
            .orElse(run.lasted());
    this.usual =
        run.losses().stream()
            .filter(loss -> loss.at().compareTo(quiet) < 0)
            .map(Kind::of)
            .collect(Collectors.toSet());
  }

  /** Those of a pod's end. */
  Lost of(Stay end) {
    return lost(loss -> owner(loss).filter(end::equals).isPresent());
  }

  /** By the calls that name no pod, the pod whose end has cost them. */
  Map<Loss, String> endedPods() {
    Map<Loss, String> pods = new HashMap<>();
    run.losses().stream()
        .filter(loss -> loss.pod().isEmpty() && fleet.serves(loss.service()))
        .filter(loss -> !isUsual(loss) && !stalls.cover(fleet, loss))
        .forEach(loss -> owner(loss).ifPresent(end -> pods.put(loss, end.pod())));
    return pods;
  }

  /** Those of hand-overs: of each pod that ended, and all that failed while they went on. */
  Lost of(List<HandOver> handOvers) {
    Duration begin = floor(handOvers.get(0).begin());
    Duration end =
        handOvers.stream().map(HandOver::end).max(Comparator.naturalOrder()).orElseThrow();
    return lost(
        loss -> {
          Optional<Stay> owner = owner(loss);
          return owner.isPresent()
              ? handOvers.stream().anyMatch(one -> one.old().equals(owner.get()))
              : awaited(loss).isEmpty()
                  && loss.at().compareTo(begin) >= 0
                  && loss.at().compareTo(end) <= 0;
        });
  }

  /** Calls that missed their deadline when this pod came. */
  Lost overdue(Stay young) {
    return lost(loss -> awaited(loss).filter(young::equals).isPresent());
  }

  /**
   * Whether a pod that came back may have hung: calls had waited for it in vain, where those to a
   * process that is dead are refused.
   */
  boolean mayHaveHung(Stay came) {
    return run.losses().stream()
        .filter(loss -> loss.code().equals(OVERDUE) && fleet.serves(loss.service()))
        .flatMap(loss -> owner(loss).stream())
        .anyMatch(end -> end.pod().equals(came.pod()) && end.to().compareTo(came.from()) <= 0);
  }

  private Lost lost(Predicate<Loss> belongs) {
    List<Loss> all =
        run.losses().stream().filter(loss -> fleet.serves(loss.service())).filter(belongs).toList();
    List<Loss> usual = all.stream().filter(this::isUsual).toList();
    List<Loss> stalled =
        all.stream().filter(loss -> !isUsual(loss) && stalls.cover(fleet, loss)).toList();
    List<Loss> because =
        all.stream().filter(loss -> !isUsual(loss) && !stalls.cover(fleet, loss)).toList();
    List<String> lines =
        new ArrayList<>(because.stream().limit(MOST_LINES).map(this::describe).toList());
    if (because.size() > MOST_LINES) {
      lines.add("and %d calls more".formatted(calls(because.stream().skip(MOST_LINES).toList())));
    }
    if (run.lossesNotListed() > 0) {
      lines.add("%d lost calls of the run are not told apart".formatted(run.lossesNotListed()));
    }
    if (!usual.isEmpty()) {
      lines.add("%s failed as others did before".formatted(Times.calls(calls(usual))));
    }
    if (!stalled.isEmpty()) {
      lines.add("%s failed while those for all pods did".formatted(Times.calls(calls(stalled))));
    }
    List<Blame> blames = because.stream().map(Loss::blame).distinct().toList();
    return new Lost(
        calls(because),
        calls(all) - calls(because),
        blames.isEmpty()
            ? Optional.empty()
            : Optional.of(blames.size() == 1 ? blames.get(0) : Blame.CANNOT_TELL),
        because.stream().map(Loss::at).min(Comparator.naturalOrder()),
        because.stream().map(Loss::at).max(Comparator.naturalOrder()),
        lines);
  }

  private String describe(Loss loss) {
    String who =
        loss.pod()
            .or(
                () ->
                    owner(loss).map(end -> end.pod() + " (it ended at " + Times.of(end.to()) + ")"))
            .orElse("no pod known");
    return line(loss, who);
  }

  /** As evidence tells it. */
  static String line(Loss loss, String who) {
    return "%s: %s of %s lost, %s, blame %s: %s"
        .formatted(
            Times.of(loss.at()),
            Times.calls(loss.calls()),
            loss.service(),
            who,
            loss.blame(),
            loss.reason());
  }

  private boolean isUsual(Loss loss) {
    return usual.contains(Kind.of(loss));
  }

  /**
   * The fresh pod that it may have waited for, or was too slow: the one that it names, or the last
   * that came.
   */
  private Optional<Stay> awaited(Loss loss) {
    return loss.code().equals(OVERDUE)
        ? fleet.stays().stream()
            .filter(Stay::came)
            .filter(stay -> loss.pod().map(stay.pod()::equals).orElse(true))
            .filter(stay -> overdueFrom(stay).compareTo(loss.at()) <= 0)
            .filter(stay -> stay.from().plus(PodLoad.YOUTH).compareTo(loss.at()) >= 0)
            .reduce((a, b) -> b)
        : Optional.empty();
  }

  /** Calls of the slot in which a pod came back may have met it before that. */
  private Duration overdueFrom(Stay came) {
    return fleet.isReturn(came)
        ? floor(came.from()).plus(run.timeline().slot())
        : floor(youth(came));
  }

  /** From when on calls can have waited for a pod that came: before the first that it answered. */
  private static Duration youth(Stay came) {
    return came.from().minus(PodLoad.YOUTH);
  }

  /** The end of a pod that it belongs to. */
  private Optional<Stay> owner(Loss loss) {
    if (awaited(loss).isPresent()) {
      return Optional.empty();
    }
    return ends.stream()
        .filter(end -> loss.pod().map(end.pod()::equals).orElse(loss.blame() != Blame.APP))
        .filter(end -> begin(end).compareTo(loss.at()) <= 0)
        .reduce((a, b) -> b);
  }

  /** From when on calls can have been lost by a pod's end. */
  private Duration begin(Stay end) {
    Duration slowest =
        fleet.loads(end.pod()).stream()
            .map(load -> load.latency().max())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return floor(end.to().minus(slowest));
  }

  private Duration floor(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    Duration slot = run.timeline().slot();
    return slot.multipliedBy(time.dividedBy(slot));
  }

  static long calls(List<Loss> losses) {
    return losses.stream().mapToLong(Loss::calls).sum();
  }
}
