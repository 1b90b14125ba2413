package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.ConnectionLoad.End;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RELOAD: all connections end at one instant, and pods that answered before answer afterwards.
 *
 * <p>A limit on the calls or on the age of a connection ends all of them at once, too, where they
 * were opened together and share the calls evenly; but it does so again and again, and no
 * connection carries more, or lives longer. So one that did refutes it. Numbers of calls that recur
 * exactly, at a rate at which nobody could time reloads so well, are a limit on calls (CHURN).
 * Other numbers or ages that recur, or that occur once and are round, as people set limits, cannot
 * be told. Nor can the end of a lone connection: anything ends one.
 */
final class Reload {
  /** All workers of a proxy hear of a reload within it. */
  static final Duration INSTANT = Duration.ofSeconds(1);

  /** Numbers of calls that differ by less recur: calls that fail are not among the answered. */
  private static final double ALIKE = 0.002;

  /** Ages that differ by less recur, and are round: timers and their messages take a while. */
  private static final Duration PUNCTUAL = Duration.ofMillis(100);

  /** What ages that people set are multiples of. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** Calls a second on a connection from which on reloads do not recur to the call. */
  private static final double UNTIMEABLE = 40;

  private final LoadResult run;
  private final List<Fleet> fleets;

  /** Connections that ended together, which were all that were open. */
  private record Ending(List<ConnectionLoad> ended) {
    Duration at() {
      return ended.stream()
          .map(one -> one.ended().orElseThrow())
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }

    long least() {
      return ended.stream().mapToLong(ConnectionLoad::answered).min().orElseThrow();
    }

    long most() {
      return ended.stream().mapToLong(ConnectionLoad::answered).max().orElseThrow();
    }

    boolean afterTheSameNumber() {
      return least() == most();
    }

    /** Limits are set by people, who like tens, or by programmers, who like powers of two. */
    boolean afterARoundNumber() {
      return afterTheSameNumber() && (most() % 10 == 0 || Long.bitCount(most()) == 1);
    }

    /** From the start of the run if that was later than theirs. */
    Duration age() {
      return ended.stream().map(Reload::age).max(Comparator.naturalOrder()).orElseThrow();
    }

    String numbers() {
      return afterTheSameNumber() ? Times.calls(most()) : least() + " to " + most() + " calls";
    }
  }

  Reload(LoadResult run, List<Fleet> fleets) {
    this.run = run;
    this.fleets = fleets;
  }

  List<Result> judge() {
    List<Ending> all = endings().stream().filter(this::podsStay).toList();
    List<Ending> recurring = all.stream().filter(this::recurs).toList();
    return Stream.concat(
            all.stream()
                .filter(ending -> !recurring.contains(ending))
                .flatMap(ending -> judge(ending, all).stream()),
            judgeRecurring(
                recurring.stream().filter(ending -> !isLimitOnCalls(ending)).toList(), all)
                .stream())
        .toList();
  }

  /** Those that a limit explains as well as reloads at even distances do: one result for all. */
  private Optional<Result> judgeRecurring(List<Ending> endings, List<Ending> all) {
    if (endings.isEmpty()) {
      return Optional.empty();
    }
    List<Loss> lost = endings.stream().flatMap(one -> lost(one, all).stream()).distinct().toList();
    Ending first = endings.get(0);
    return Optional.of(
        Result.of(
                Code.RELOAD,
                Grade.INCONCLUSIVE,
                "%s, each about %s and %s old, first at %s: by reloads at even distances, or by a limit on calls or age: %s"
                    .formatted(
                        endings.size() == 1
                            ? "all connections ended together"
                            : "all connections ended together %d times".formatted(endings.size()),
                        Times.calls(first.most()),
                        Times.of(first.age()),
                        Times.of(first.at()),
                        Times.lost(calls(lost))))
            .measuring((double) calls(lost))
            .explained("", describe(lost)));
  }

  private Optional<Result> judge(Ending ending, List<Ending> all) {
    boolean alone = ending.ended().size() == 1;
    boolean goaway = ending.ended().stream().anyMatch(one -> one.end() == End.GOAWAY);
    if (alone && !goaway) {
      return Optional.empty(); // one connection's cut is an accident of its own
    }
    String what =
        "%s, after %s, at %s"
            .formatted(goaway ? "by GOAWAY" : "cut", ending.numbers(), Times.of(ending.at()));
    if (alone) {
      return Optional.of(
          Result.of(
              Code.RELOAD,
              Grade.INCONCLUSIVE,
              "the one connection ended "
                  + what
                  + ": by a reload, or by a limit on calls or age; --connections 4 tells"));
    }
    if (ending.afterARoundNumber() && !wasExceeded(ending)) {
      return Optional.of(cannotTell(ending, what, "a limit of so many"));
    }
    if (isRound(ending.age()) && !wasOutlived(ending)) {
      return Optional.of(cannotTell(ending, what, "a limit of " + Times.of(ending.age())));
    }
    List<Loss> lost = lost(ending, all);
    long calls = calls(lost);
    String line =
        "all %d connections ended %s, and the pods stayed: %s"
            .formatted(ending.ended().size(), what, Times.lost(calls));
    if (calls == 0) {
      return Optional.of(Result.of(Code.RELOAD, Grade.PASS, line).measuring(0));
    }
    List<String> seen = describe(lost);
    if (podEndsAt(ending)) {
      return Optional.of(
          Result.of(
                  Code.RELOAD,
                  Grade.INCONCLUSIVE,
                  line + " about then, but pods ended about then, too")
              .measuring((double) calls)
              .explained("", seen));
    }
    List<Blame> blames = lost.stream().map(Loss::blame).distinct().toList();
    return Optional.of(
        Result.of(Code.RELOAD, Grade.FAIL, line)
            .measuring((double) calls)
            .because(
                blames.size() == 1 ? blames.get(0) : Blame.CANNOT_TELL,
                goaway
                    ? "the proxy ended connections while calls were on their way"
                    : "the connections were cut: a restart, or a reload that waits for nobody",
                seen));
  }

  private static Result cannotTell(Ending ending, String what, String limit) {
    return Result.of(
        Code.RELOAD,
        Grade.INCONCLUSIVE,
        "all %d connections ended %s: by a reload, or by %s; a longer run tells"
            .formatted(ending.ended().size(), what, limit));
  }

  private static long calls(List<Loss> losses) {
    return losses.stream().mapToLong(Loss::calls).sum();
  }

  private static List<String> describe(List<Loss> losses) {
    return losses.stream()
        .map(
            loss ->
                "%s: %s of %s lost, %s, blame %s: %s"
                    .formatted(
                        Times.of(loss.at()),
                        Times.calls(loss.calls()),
                        loss.service(),
                        loss.pod().orElse("no pod known"),
                        loss.blame(),
                        loss.reason()))
        .toList();
  }

  /** All moments at which every connection that was open ended. */
  private List<Ending> endings() {
    List<ConnectionLoad> ended =
        run.connections().stream()
            .filter(one -> one.ended().isPresent())
            .sorted(Comparator.comparing(one -> one.ended().orElseThrow()))
            .toList();
    List<Ending> endings = new ArrayList<>();
    for (int i = 0; i < ended.size(); ) {
      Duration at = ended.get(i).ended().orElseThrow();
      List<ConnectionLoad> together =
          ended.stream()
              .skip(i)
              .takeWhile(one -> one.ended().orElseThrow().minus(at).compareTo(INSTANT) <= 0)
              .toList();
      i += together.size();
      // A connection may be opened and ended within the instant: by a second reload, or by a worker
      // that was on its way out.
      List<ConnectionLoad> open =
          run.connections().stream()
              .filter(one -> one.opened().compareTo(at) < 0)
              .filter(one -> one.ended().map(end -> end.compareTo(at) >= 0).orElse(true))
              .toList();
      if (together.containsAll(open) && !open.isEmpty()) {
        endings.add(new Ending(open));
      }
    }
    return endings;
  }

  /** Whether some pod answered in a second before and in one after; if none has a name, too. */
  private boolean podsStay(Ending ending) {
    return fleets.isEmpty()
        || fleets.stream()
            .flatMap(fleet -> fleet.stays().stream())
            .anyMatch(
                stay ->
                    stay.from().compareTo(ending.at()) < 0
                        && stay.to().compareTo(ending.at().plus(INSTANT)) > 0);
  }

  /** Whether its connections' calls, or ages, are those of others, and the most there are. */
  private boolean recurs(Ending ending) {
    return (!wasExceeded(ending) && recurs(ending, Reload::areAlikeInCalls))
        || (!wasOutlived(ending) && recurs(ending, Reload::areAlikeInAge));
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
    return age(one).minus(age(other)).abs().compareTo(PUNCTUAL) <= 0;
  }

  /** Of a connection that ended. */
  private static Duration age(ConnectionLoad one) {
    return one.ended().orElseThrow().minus(one.opened());
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
  private boolean isLimitOnCalls(Ending ending) {
    if (wasExceeded(ending)
        || !recurs(ending, Reload::areAlikeInCalls)
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

  /**
   * What failed by the end of its connection, if this was the next; and what else failed about that
   * time, in ways in which nothing failed before the first of all.
   */
  private List<Loss> lost(Ending ending, List<Ending> all) {
    Duration first = begin(all.get(0));
    Set<String> usual =
        run.losses().stream()
            .filter(loss -> loss.at().compareTo(first) < 0)
            .map(Reload::kind)
            .collect(Collectors.toSet());
    return run.losses().stream()
        .filter(loss -> loss.blame() != Blame.APP)
        .filter(
            loss ->
                Origin.isEndOfConnection(loss.reason())
                    ? isNextEnd(ending, loss)
                    : isAbout(ending, loss)
                        && !usual.contains(kind(loss))
                        && !isOverdueAnyway(ending, loss))
        .toList();
  }

  /** Calls that were due after the reload, on connections that it did not end, were as late. */
  private boolean isOverdueAnyway(Ending ending, Loss loss) {
    return loss.code().equals("DEADLINE_EXCEEDED")
        && run.losses().stream()
            .filter(other -> other.at().compareTo(ending.at().plus(INSTANT)) > 0)
            .anyMatch(other -> kind(other).equals(kind(loss)));
  }

  private boolean isNextEnd(Ending ending, Loss loss) {
    return run.connections().stream()
        .flatMap(connection -> connection.ended().stream())
        .filter(end -> end.compareTo(loss.at()) >= 0)
        .min(Comparator.naturalOrder())
        .filter(end -> end.compareTo(ending.at()) >= 0)
        .filter(end -> end.compareTo(ending.at().plus(INSTANT)) <= 0)
        .isPresent();
  }

  private boolean isAbout(Ending ending, Loss loss) {
    return loss.at().compareTo(begin(ending)) >= 0
        && loss.at().compareTo(ending.at().plus(INSTANT)) <= 0;
  }

  /** Calls that were on their way were due before, by as long as the slowest took at most. */
  private Duration begin(Ending ending) {
    Duration begin = ending.at().minus(run.latency().max());
    Duration slot = run.timeline().slot();
    return begin.isNegative() ? Duration.ZERO : slot.multipliedBy(begin.dividedBy(slot));
  }

  private static String kind(Loss loss) {
    return loss.service() + loss.blame() + loss.code();
  }

  private boolean podEndsAt(Ending ending) {
    return fleets.stream()
        .flatMap(fleet -> fleet.stays().stream())
        .filter(Stay::ended)
        .anyMatch(stay -> stay.to().minus(ending.at()).abs().compareTo(INSTANT) <= 0);
  }
}
