package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.spread.Evenness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What a check found.
 *
 * @param line the finding with its numbers, in one line
 * @param number what was measured, in the unit of the code's bounds; empty if nothing was
 * @param seen the evidence, a line each; for a warning or a failure
 * @param blame who, where something is to blame
 * @param cause the likely one, in one line; empty if there is nothing to explain
 * @param topics which of the code's fixes help, by {@link Explanation.Fix#topic}
 * @param shares of each service's pods, where they are what was measured
 */
public record Result(
    Code code,
    Grade grade,
    String line,
    OptionalDouble number,
    List<String> seen,
    Optional<Blame> blame,
    String cause,
    Set<String> topics,
    Optional<Shared> shares) {

  public Result {
    seen = List.copyOf(seen);
    topics = Set.copyOf(topics);
  }

  /**
   * How calls were shared.
   *
   * @param byService the shares, by the name of the service
   * @param tolerance that was allowed
   */
  public record Shared(Map<String, Evenness> byService, double tolerance) {}

  static Result pass(Code code, String line) {
    return of(code, Grade.PASS, line);
  }

  static Result inconclusive(Code code, String line) {
    return of(code, Grade.INCONCLUSIVE, line);
  }

  /** Not run, or not to its end; {@code why} as in {@code needs --full}. */
  static Result notRun(Code code, String why) {
    return of(code, Grade.NOT_RUN, "not run (" + why + ")");
  }

  /** With the grade and its line, and nothing else yet. */
  public static Result of(Code code, Grade grade, String line) {
    return new Result(
        code,
        grade,
        line,
        OptionalDouble.empty(),
        List.of(),
        Optional.empty(),
        "",
        Set.of(""),
        Optional.empty());
  }

  /** Whether it could not be told what was asked, and why is known. */
  boolean isInconclusiveForACause() {
    return grade == Grade.INCONCLUSIVE && !cause.isEmpty();
  }

  /** This result with why, and what was seen of it, where nobody is to blame. */
  public Result explained(String likely, List<String> evidence) {
    return new Result(code, grade, line, number, evidence, blame, likely, topics, shares);
  }

  /** This result with who is to blame, why, and what was seen of it. */
  public Result because(Blame who, String likely, List<String> evidence) {
    return new Result(
        code, grade, line, number, evidence, Optional.of(who), likely, topics, shares);
  }

  /**
   * What mends it; nothing, where nobody is to blame: then the cause says what to do. Where the
   * application is, no proxy's setting does.
   */
  public List<Explanation.Fix> fixes() {
    return blame.isEmpty()
        ? List.of()
        : Explanation.of(code).fixes().stream()
            .filter(fix -> topics.contains(fix.topic()))
            .filter(fix -> blame.get() != Blame.APP || fix.isOfTheApp())
            .toList();
  }

  /** This result, whose cause has fixes of its own. */
  Result about(String topic) {
    return about(Set.of(topic));
  }

  /** This result, which has several causes, each with fixes of its own. */
  public Result about(Set<String> ofItsFixes) {
    return new Result(code, grade, line, number, seen, blame, cause, ofItsFixes, shares);
  }

  /** This result, which is one service's alone. */
  Result ofService(String service) {
    return new Result(
        code, grade, service + ": " + line, number, seen, blame, cause, topics, shares);
  }

  /**
   * This result, which was true when it was found, and what was found since; what explains it
   * stays, unless that is worse. What had not been run is told no more.
   */
  Result revised(Result later) {
    String told = grade == Grade.NOT_RUN ? later.line() : line + "; since then " + later.line();
    boolean stays = grade == Grade.FAIL || (grade == Grade.WARN && later.grade == Grade.WARN);
    return stays
        ? new Result(code, grade, told, number, seen, blame, cause, topics, shares)
        : new Result(
            code,
            later.grade,
            told,
            number,
            later.seen,
            later.blame,
            later.cause,
            later.topics,
            shares);
  }

  /** This result, of a part of what was asked for. */
  Result restricted(String to) {
    return new Result(code, grade, line + "; " + to, number, seen, blame, cause, topics, shares);
  }

  /** This result with what was measured, in the unit of the code's bounds. */
  public Result measuring(double value) {
    return new Result(
        code, grade, line, OptionalDouble.of(value), seen, blame, cause, topics, shares);
  }

  /** This result with the shares that it is of. */
  Result sharing(Map<String, Evenness> byService, double tolerance) {
    return new Result(
        code,
        grade,
        line,
        number,
        seen,
        blame,
        cause,
        topics,
        Optional.of(new Shared(byService, tolerance)));
  }
}
