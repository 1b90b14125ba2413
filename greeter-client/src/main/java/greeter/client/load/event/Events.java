package greeter.client.load.event;

import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** What happened during a run of load, one result for each event; none where nothing did. */
public final class Events {
  private Events() {}

  /**
   * Finds them.
   *
   * @param pods how many are expected of each service; empty: as many as there are
   * @return in the order of the codes, those of each in the order of time
   */
  public static List<Result> of(LoadResult run, OptionalInt pods) {
    List<Result> found = new ArrayList<>();
    List<Fleet> fleets = Fleet.of(run);
    Stalls stalls = new Stalls(run, fleets);
    Map<Loss, String> endedPods = endedPods(run, fleets, stalls);
    fleets.forEach(fleet -> found.addAll(ofPods(run, fleet, stalls, pods)));
    if (fleets.isEmpty() && pods.isPresent() && run.counts().answered() > 0) {
      found.add(
          Result.of(
              Code.LB_SCALE,
              Grade.INCONCLUSIVE,
              "%d pods expected, and no answer names its pod".formatted(pods.getAsInt())));
    }
    Set<Loss> explained = new HashSet<>(endedPods.keySet());
    run.losses().stream().filter(stalls::cover).forEach(explained::add);
    List<Loss> unexplained =
        run.losses().stream().filter(loss -> !explained.contains(loss)).toList();
    fleets.forEach(fleet -> Retry.always(fleet, unexplained, run.lasted()).ifPresent(found::add));
    fleets.forEach(fleet -> Retry.hung(fleet, unexplained).ifPresent(found::add));
    found.addAll(new Reload(run, fleets, explained).judge());
    if (run.generator().late().at(99).compareTo(run.timeline().slot()) > 0) {
      found.replaceAll(Events::doubted);
    }
    found.sort(Comparator.comparing(Result::code));
    return List.copyOf(found);
  }

  /**
   * The pods whose end has cost calls that name none, since proxy or network ended them: the last
   * that had ended, or was about to.
   */
  public static Map<Loss, String> endedPods(LoadResult run) {
    List<Fleet> fleets = Fleet.of(run);
    return endedPods(run, fleets, new Stalls(run, fleets));
  }

  private static Map<Loss, String> endedPods(LoadResult run, List<Fleet> fleets, Stalls stalls) {
    Map<Loss, String> pods = new HashMap<>();
    fleets.stream()
        .filter(fleet -> !fleet.mayBePinned())
        .forEach(fleet -> pods.putAll(new Losses(run, fleet, stalls).endedPods()));
    return pods;
  }

  /** Where calls went out seconds late, what the pods seem to do may be the client's doing. */
  private static Result doubted(Result result) {
    if (result.grade() == Grade.PASS) {
      return result;
    }
    Result doubted =
        Result.of(
                result.code(),
                Grade.INCONCLUSIVE,
                result.line() + "; or the client, which had fallen behind, only saw it so")
            .explained("", result.seen());
    return result.number().isPresent() ? doubted.measuring(result.number().getAsDouble()) : doubted;
  }

  private static List<Result> ofPods(LoadResult run, Fleet fleet, Stalls stalls, OptionalInt pods) {
    List<Result> found = new ArrayList<>();
    Scale.silent(fleet, pods).ifPresent(found::add);
    if (fleet.changes().isEmpty()) {
      return found;
    }
    if (fleet.mayBePinned()) {
      found.add(Rollout.cannotTell(fleet));
      return found;
    }
    Losses losses = new Losses(run, fleet, stalls);
    Changes changes = Changes.of(fleet.stays());
    changes.rollouts().forEach(handOvers -> found.add(Rollout.judge(fleet, handOvers, losses)));
    changes
        .deaths()
        .forEach(
            death ->
                found.add(
                    Retry.judge(
                        fleet,
                        death,
                        run.timeline().slot(),
                        losses.of(death.old()),
                        run.counts().retried())));
    changes.added().forEach(added -> found.add(Scale.judge(fleet, added)));
    Cold cold = new Cold(run);
    for (Stay stay : fleet.stays()) {
      for (PodLoad load : fleet.loads(stay.pod())) {
        if (stay.came() && (fleet.isReturn(stay) || stay.from().equals(load.first()))) {
          cold.judge(fleet, stay, load, losses).ifPresent(found::add);
        }
      }
    }
    return found;
  }
}
