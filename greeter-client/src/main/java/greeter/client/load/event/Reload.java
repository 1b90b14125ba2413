package greeter.client.load.event;

import static java.util.stream.Collectors.joining;

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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RELOAD: all connections end at one instant, and pods that answered before answer afterwards.
 *
 * <p>{@link Limits} end them all at once, too. Numbers of calls that recur exactly, at a rate at
 * which nobody could time reloads so well, are a limit on calls (CHURN). Other numbers or ages that
 * recur, or that occur once and are round, as people set limits, cannot be told. Nor can the end of
 * a lone connection: anything ends one.
 */
final class Reload {
  /** All workers of a proxy hear of a reload within it. */
  static final Duration INSTANT = Duration.ofSeconds(1);

  /** Moments that a line tells. */
  private static final int MOST_TIMES = 10;

  private final LoadResult run;
  private final List<Fleet> fleets;
  private final Set<Loss> explained;
  private final Limits limits;

  /**
   * Of a run.
   *
   * @param explained lost calls that the end of a pod has cost, or a stall of all
   */
  Reload(LoadResult run, List<Fleet> fleets, Set<Loss> explained) {
    this.run = run;
    this.fleets = fleets;
    this.explained = explained;
    this.limits = new Limits(run);
  }

  List<Result> judge() {
    List<Ending> all = endings().stream().filter(this::podsStay).toList();
    List<Ending> recurring = all.stream().filter(limits::recurs).toList();
    Map<Ending, Result> each = new LinkedHashMap<>();
    all.stream()
        .filter(ending -> !recurring.contains(ending))
        .forEach(ending -> judge(ending, all).ifPresent(result -> each.put(ending, result)));
    List<Ending> harmless =
        each.keySet().stream()
            .filter(ending -> each.get(ending).grade() == Grade.PASS)
            .collect(Collectors.toCollection(ArrayList::new));
    if (harmless.size() > 1) { // as in a rollout, with each of whose steps a proxy reloads
      each.put(harmless.get(0), harmless(harmless));
      each.keySet().removeAll(harmless.subList(1, harmless.size()));
    }
    return Stream.concat(
            each.values().stream(),
            judgeRecurring(
                recurring.stream().filter(ending -> !limits.isOnCalls(ending)).toList(), all)
                .stream())
        .toList();
  }

  /** One result for all that cost nothing. */
  private static Result harmless(List<Ending> endings) {
    String times =
        endings.stream().limit(MOST_TIMES).map(Ending::at).map(Times::of).collect(joining(", "));
    return Result.of(
            Code.RELOAD,
            Grade.PASS,
            "all connections ended together %d times, at %s%s, and pods stayed: %s"
                .formatted(
                    endings.size(), times, endings.size() > MOST_TIMES ? ", …" : "", Times.lost(0)))
        .measuring(0);
  }

  /** Those that a limit explains as well as reloads at even distances do: one result for all. */
  private Optional<Result> judgeRecurring(List<Ending> endings, List<Ending> all) {
    if (endings.isEmpty()) {
      return Optional.empty();
    }
    List<Loss> lost = endings.stream().flatMap(one -> lost(one, all).stream()).distinct().toList();
    Ending together =
        new Ending(endings.stream().flatMap(ending -> ending.ended().stream()).toList());
    return Optional.of(
        Result.of(
                Code.RELOAD,
                Grade.INCONCLUSIVE,
                "all connections ended together%s, first at %s, each after %s in %s: by reloads, or by a limit on calls or age: %s"
                    .formatted(
                        endings.size() == 1 ? "" : " %d times".formatted(endings.size()),
                        Times.of(endings.get(0).at()),
                        together.numbers(),
                        ages(endings),
                        Times.lost(Losses.calls(lost))))
            .measuring((double) Losses.calls(lost))
            .explained("", describe(lost)));
  }

  private static String ages(List<Ending> endings) {
    List<Duration> ages = endings.stream().map(Ending::age).sorted().toList();
    String least = Times.of(ages.get(0));
    String most = Times.of(ages.get(ages.size() - 1));
    return least.equals(most) ? most : least + " to " + most;
  }

  private Optional<Result> judge(Ending ending, List<Ending> all) {
    boolean alone = ending.ended().size() == 1;
    if (alone && run.asked().connections() > 1) {
      return Optional.empty(); // the others had not opened, or were gone: it says nothing of them
    }
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
    Optional<String> limit = limits.once(ending);
    if (limit.isPresent()) {
      return Optional.of(
          Result.of(
              Code.RELOAD,
              Grade.INCONCLUSIVE,
              "all %d connections ended %s: by a reload, or by %s; a longer run tells"
                  .formatted(ending.ended().size(), what, limit.get())));
    }
    List<Loss> lost = lost(ending, all);
    long calls = Losses.calls(lost);
    String line =
        "all %d connections ended %s, %s: %s"
            .formatted(
                ending.ended().size(),
                what,
                podEndsAt(ending) ? "as a pod ended, and others stayed" : "and pods stayed",
                Times.lost(calls));
    if (calls == 0) {
      return Optional.of(Result.of(Code.RELOAD, Grade.PASS, line).measuring(0));
    }
    List<String> seen = describe(lost);
    if (podEndsAt(ending)) {
      return Optional.of(
          Result.of(Code.RELOAD, Grade.INCONCLUSIVE, line + " about then, by the one or the other")
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

  private static List<String> describe(List<Loss> losses) {
    return losses.stream()
        .map(loss -> Losses.line(loss, loss.pod().orElse("no pod known")))
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
                        && !explained.contains(loss)
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

  /**
   * Calls that were on their way were due before, by as long as calls take at most, but for one in
   * a thousand: an outlier would make all that ever failed the reload's.
   */
  private Duration begin(Ending ending) {
    Duration begin = ending.at().minus(run.latency().at(99.9));
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
