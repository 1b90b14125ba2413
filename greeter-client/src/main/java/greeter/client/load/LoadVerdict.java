package greeter.client.load;

import greeter.client.check.Grade;
import greeter.client.check.Result;
import java.util.List;

/**
 * What is held of a run.
 *
 * @param grade of all of it: it decides the exit code
 * @param lines what was demanded and compared, in the order in which it is told
 * @param findings what was noticed
 */
public record LoadVerdict(Grade grade, List<Line> lines, List<Result> findings) {
  public LoadVerdict {
    lines = List.copyOf(lines);
    findings = List.copyOf(findings);
  }

  /**
   * One thing that was demanded or compared.
   *
   * @param text with what was measured and what is allowed, in one line
   */
  public record Line(Grade grade, String text) {}

  /**
   * The worst of the lines decides; what was only noticed explains, and decides nothing.
   *
   * @return of grade PASS, INCONCLUSIVE or FAIL
   */
  public static LoadVerdict of(List<Line> lines, List<Result> findings) {
    Grade grade =
        has(lines, Grade.FAIL)
            ? Grade.FAIL
            : has(lines, Grade.INCONCLUSIVE) ? Grade.INCONCLUSIVE : Grade.PASS;
    return new LoadVerdict(grade, lines, findings);
  }

  private static boolean has(List<Line> lines, Grade grade) {
    return lines.stream().anyMatch(line -> line.grade() == grade);
  }
}
