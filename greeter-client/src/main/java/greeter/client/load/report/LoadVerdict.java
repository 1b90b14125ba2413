package greeter.client.load.report;

import greeter.client.check.Grade;
import java.util.List;

/**
 * What is held of a run.
 *
 * @param grade of all of it: it decides the exit code
 * @param lines what was demanded, compared or noticed, in the order in which it is told
 */
public record LoadVerdict(Grade grade, List<Line> lines) {
  public LoadVerdict {
    lines = List.copyOf(lines);
  }

  /**
   * One thing that is held of a run.
   *
   * @param name what it is about, as {@code p99} or {@code ROLLOUT}
   * @param text with what was measured and what is allowed, in one line
   */
  public record Line(Grade grade, String name, String text) {}

  /** What fails the run fails it; else what is inconclusive leaves it so. */
  public static LoadVerdict of(List<Line> lines) {
    return new LoadVerdict(
        has(lines, Grade.FAIL)
            ? Grade.FAIL
            : has(lines, Grade.INCONCLUSIVE) ? Grade.INCONCLUSIVE : Grade.PASS,
        lines);
  }

  private static boolean has(List<Line> lines, Grade grade) {
    return lines.stream().anyMatch(line -> line.grade() == grade);
  }
}
