package greeter.client.load.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What became of the pods of a fleet.
 *
 * @param rollouts hand-overs that belong together
 * @param deaths pods that ended without being replaced first, in order
 * @param added pods that came while nobody ended for them, in order
 */
record Changes(List<List<HandOver>> rollouts, List<Death> deaths, List<Stay> added) {
  /**
   * A pod that came, and soon after it another ended: one was replaced. When longer lies between,
   * and it happens once, they have nothing to do with one another. Proxies hear of a new pod and of
   * an old one's end within some 5 s.
   */
  static final Duration SOON = Duration.ofSeconds(10);

  /** A pod's end, and who came in its place later. */
  record Death(Stay old, Optional<Stay> later) {}

  /**
   * Tells them apart. Two hand-overs or more, one after the other, are a rollout, whoever came
   * first; and all pods at once, replaced by others; and one alone, if the new pod came before it
   * ended, or just then. One that ended first, alone, has died.
   */
  static Changes of(List<Stay> stays) {
    List<HandOver> all = HandOver.among(stays);
    List<List<HandOver>> rollouts = new ArrayList<>();
    List<HandOver> lateOnes = new ArrayList<>();
    for (List<HandOver> chain : isRecreation(all, stays) ? List.of(all) : chains(all)) {
      HandOver first = chain.get(0);
      if (chain.size() > 1 || (first.isSeamless() && first.gap().compareTo(SOON) <= 0)) {
        rollouts.add(chain);
      } else if (!first.isSeamless()) {
        lateOnes.add(first);
      }
    }
    List<HandOver> replaced = rollouts.stream().flatMap(List::stream).toList();
    List<Death> deaths =
        stays.stream()
            .filter(Stay::ended)
            .filter(stay -> replaced.stream().noneMatch(one -> one.old().equals(stay)))
            .map(
                stay ->
                    new Death(
                        stay,
                        lateOnes.stream()
                            .filter(one -> one.old().equals(stay))
                            .map(HandOver::fresh)
                            .findFirst()
                            .or(() -> mayHaveComeFor(stay, rollouts))))
            .sorted(Comparator.comparing(death -> death.old().to()))
            .toList();
    List<Stay> added =
        stays.stream()
            .filter(Stay::came)
            .filter(stay -> replaced.stream().noneMatch(one -> one.fresh().equals(stay)))
            .filter(stay -> lateOnes.stream().noneMatch(one -> one.fresh().equals(stay)))
            .toList();
    return new Changes(rollouts, deaths, added);
  }

  /** One that came later, and is held for another's only because that one's end was nearer. */
  private static Optional<Stay> mayHaveComeFor(Stay ended, List<List<HandOver>> rollouts) {
    return rollouts.stream()
        .filter(chain -> chain.size() == 1)
        .map(chain -> chain.get(0).fresh())
        .filter(fresh -> new HandOver(ended, fresh).isPossible())
        .filter(fresh -> fresh.from().compareTo(ended.to()) > 0)
        .findFirst();
  }

  /** All pods, two or more, replaced by others with other names. */
  private static boolean isRecreation(List<HandOver> all, List<Stay> stays) {
    return all.size() > 1
        && all.stream().noneMatch(HandOver::isRestart)
        && IntStream.range(1, all.size()).allMatch(i -> all.get(i - 1).isNear(all.get(i)))
        && stays.stream()
            .filter(stay -> !stay.came())
            .allMatch(stay -> all.stream().anyMatch(one -> one.old().equals(stay)));
  }

  private static List<List<HandOver>> chains(List<HandOver> all) {
    List<List<HandOver>> chains = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i == 0 || !all.get(i - 1).isFollowedBy(all.get(i))) {
        chains.add(new ArrayList<>());
      }
      chains.get(chains.size() - 1).add(all.get(i));
    }
    return chains;
  }
}
