package greeter.client.load.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A pod that ended, and the one that came in its place; the same name where it was restarted. */
record HandOver(Stay old, Stay fresh) {
  /**
   * Further apart, and one has nothing to do with the other: readiness, {@code minReadySeconds} of
   * 30 s and a drain lie between.
   */
  static final Duration APART = Duration.ofSeconds(60);

  boolean freshCameFirst() {
    return fresh.from().compareTo(old.to()) <= 0;
  }

  /**
   * Whether the fresh one came as the old one ended, whichever answered first by chance: an orderly
   * end lets calls go until the fresh one takes them.
   */
  boolean isSeamless() {
    return freshCameFirst() || (!isRestart() && Fleet.isTogether(fresh.from(), old.to()));
  }

  boolean isRestart() {
    return fresh.pod().equals(old.pod());
  }

  /** Between the one's end and the other's begin. */
  Duration gap() {
    return fresh.from().minus(old.to()).abs();
  }

  Duration begin() {
    return freshCameFirst() ? fresh.from() : old.to();
  }

  Duration end() {
    return freshCameFirst() ? old.to() : fresh.from();
  }

  /**
   * Whether it goes on with what this one began. Pods that end together before any comes are no
   * succession.
   */
  boolean isFollowedBy(HandOver next) {
    return isNear(next) && (next.freshCameFirst() || next.old.to().compareTo(fresh.from()) >= 0);
  }

  /** Whether it begins before this one is over for long. */
  boolean isNear(HandOver next) {
    return next.begin().minus(end()).compareTo(APART) <= 0;
  }

  /**
   * As many as there can be, and of these the closest: each pod that came for one that ended, in
   * the order of both. A pod that comes back comes in its own place.
   */
  static List<HandOver> among(List<Stay> stays) {
    List<HandOver> found = new ArrayList<>();
    List<Stay> ended = new ArrayList<>(stays.stream().filter(Stay::ended).toList());
    List<Stay> came = new ArrayList<>(stays.stream().filter(Stay::came).toList());
    for (Stay old : List.copyOf(ended)) {
      Optional<Stay> back =
          came.stream()
              .filter(stay -> stay.pod().equals(old.pod()))
              .filter(stay -> stay.from().compareTo(old.to()) >= 0)
              .min(Comparator.comparing(Stay::from));
      if (back.isPresent()) {
        found.add(new HandOver(old, back.get()));
        ended.remove(old);
        came.remove(back.get());
      }
    }
    ended.sort(Comparator.comparing(Stay::to));
    came.sort(Comparator.comparing(Stay::from));
    found.addAll(matched(ended, came));
    found.sort(Comparator.comparing(HandOver::begin).thenComparing(HandOver::end));
    return found;
  }

  /** What some hand-overs are worth: more of them, then closer ones. */
  private record Worth(int pairs, Duration gaps) implements Comparable<Worth> {
    Worth with(HandOver one) {
      return new Worth(pairs + 1, gaps.plus(one.gap()));
    }

    @Override
    public int compareTo(Worth other) {
      return pairs != other.pairs
          ? Integer.compare(pairs, other.pairs)
          : other.gaps.compareTo(gaps);
    }
  }

  private static List<HandOver> matched(List<Stay> ended, List<Stay> came) {
    // best[i][j]: of those from the i-th that ended and the j-th that came.
    Worth[][] best = new Worth[ended.size() + 1][came.size() + 1];
    for (int i = ended.size(); i >= 0; i--) {
      for (int j = came.size(); j >= 0; j--) {
        best[i][j] = new Worth(0, Duration.ZERO);
        if (i < ended.size() && j < came.size()) {
          best[i][j] = Collections.max(List.of(best[i + 1][j], best[i][j + 1]));
          HandOver one = new HandOver(ended.get(i), came.get(j));
          if (one.isPossible() && best[i + 1][j + 1].with(one).compareTo(best[i][j]) > 0) {
            best[i][j] = best[i + 1][j + 1].with(one);
          }
        }
      }
    }
    List<HandOver> found = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < ended.size() && j < came.size()) {
      HandOver one = new HandOver(ended.get(i), came.get(j));
      if (one.isPossible() && best[i + 1][j + 1].with(one).equals(best[i][j])) {
        found.add(one);
        i++;
        j++;
      } else if (best[i][j].equals(best[i + 1][j])) {
        i++;
      } else {
        j++;
      }
    }
    return found;
  }

  /** Whether the one can have come for the other. */
  boolean isPossible() {
    return !isRestart() && gap().compareTo(APART) <= 0;
  }
}
