package greeter.client.load.event;

import greeter.client.load.ConnectionLoad;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Whether limits, on the calls or on the age of a connection, explain that connections ended
 * together.
 *
 * <p>They do so where connections were opened together and share the calls evenly; but again and
 * again, and no connection carries more, or lives longer: one that did refutes it.
 */
final class Limits {
  /** Numbers of calls that differ by less recur: calls that fail are not among the answered. */
  private static final double ALIKE = 0.002;

  /** Ages that differ by less recur, and are round: timers and their messages take a while. */
  private static final Duration PUNCTUAL = Duration.ofMillis(100);

  /** What ages that people set are multiples of. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** Calls a second on a connection from which on reloads do not recur to the call. */
  private static final double UNTIMEABLE = 40;

  private final LoadResult run;

  Limits(LoadResult run) {
    this.run = run;
  }

  /** What limit explains an end that did not recur; empty: none does. */
  Optional<String> once(Ending ending) {
    if (ending.afterARoundNumber() && !wasExceeded(ending)) {
      return Optional.of("a limit of so many");
    }
    if (isRound(ending.age()) && !wasOutlived(ending)) {
      return Optional.of("a limit of " + Times.of(ending.age()));
    }
    return withFailed(ending)
        .map(number -> "a limit of %s, if those that failed count".formatted(Times.calls(number)));
  }

  /** The number of calls at which others ended, where calls that failed make up for what lacks. */
  private Optional<Long> withFailed(Ending ending) {
    Duration opened =
        ending.ended().stream()
            .map(ConnectionLoad::opened)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    long failed =
        run.losses().stream()
            .filter(loss -> loss.at().plus(run.timeline().slot()).compareTo(opened) > 0)
            .filter(loss -> loss.at().compareTo(ending.at()) <= 0)
            .mapToLong(Loss::calls)
            .sum();
    return othersThatEnded(ending)
        .map(ConnectionLoad::answered)
        .filter(number -> number > ending.most() && number <= ending.most() + failed)
        .filter(
            number ->
                othersThatEnded(ending).filter(one -> isAlike(one.answered(), number)).count() > 1)
        .findFirst();
  }

  /** Whether its connections' calls, or ages, are those of others, and the most there are. */
  boolean recurs(Ending ending) {
    return (!wasExceeded(ending) && recurs(ending, Limits::areAlikeInCalls))
        || (!wasOutlived(ending) && recurs(ending, Limits::areAlikeInAge));
  }

  private boolean recurs(Ending ending, BiPredicate<ConnectionLoad, ConnectionLoad> areAlike) {
    return ending.ended().stream()
        .allMatch(one -> othersThatEnded(ending).anyMatch(other -> areAlike.test(one, other)));
  }

  private Stream<ConnectionLoad> othersThatEnded(Ending ending) {
    return others(ending).filter(other -> other.end() == End.GOAWAY);
  }

  private Stream<ConnectionLoad> others(Ending ending) {
    return run.connections().stream().filter(other -> !ending.ended().contains(other));
  }

  private static boolean areAlikeInCalls(ConnectionLoad one, ConnectionLoad other) {
    return isAlike(one.answered(), other.answered());
  }

  private static boolean isAlike(long a, long b) {
    return Math.abs(a - b) <= 2 + ALIKE * Math.max(a, b);
  }

  private static boolean areAlikeInAge(ConnectionLoad one, ConnectionLoad other) {
    return Ending.age(one).minus(Ending.age(other)).abs().compareTo(PUNCTUAL) <= 0;
  }

  private static boolean isRound(Duration age) {
    long off = age.toMillis() % ROUND.toMillis();
    return Math.min(off, ROUND.toMillis() - off) <= PUNCTUAL.toMillis();
  }

  /** Whether another connection carried more calls, so that there is no limit of so many. */
  private boolean wasExceeded(Ending ending) {
    return others(ending)
        .anyMatch(
            other -> other.answered() > ending.most() && !isAlike(other.answered(), ending.most()));
  }

  /** Whether another connection lived longer, so that there is no limit of this age. */
  private boolean wasOutlived(Ending ending) {
    Duration most = ending.age().plus(PUNCTUAL);
    return others(ending)
        .anyMatch(
            other -> other.ended().orElse(run.lasted()).minus(other.opened()).compareTo(most) > 0);
  }

  /** Whether half of those that are alike carried one number of calls, at no mean rate. */
  boolean isOnCalls(Ending ending) {
    if (wasExceeded(ending)
        || !recurs(ending, Limits::areAlikeInCalls)
        || ending.most() < UNTIMEABLE * ending.age().toNanos() / 1e9) {
      return false;
    }
    List<Long> alike =
        run.connections().stream()
            .filter(one -> one.end() == End.GOAWAY)
            .map(ConnectionLoad::answered)
            .filter(answered -> isAlike(answered, ending.most()))
            .toList();
    return alike.stream()
        .anyMatch(number -> 2 * Collections.frequency(alike, number) >= alike.size());
  }
}
