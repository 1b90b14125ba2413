package greeter.client.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param target as the user wrote it
 * @param wanted what the user asked for; the others are what that needs
 * @param results in the order of the table
 * @param cutShort why it ended before its time; empty if it did not
 * @param took since it was asked for
 */
public record Checked(
    String target,
    Set<Code> wanted,
    List<Result> results,
    Optional<String> cutShort,
    Duration took) {
  public Checked {
    results = List.copyOf(results);
  }

  /** How many results have this grade. */
  public long count(Grade grade) {
    return results.stream().filter(result -> result.grade() == grade).count();
  }

  /**
   * The verdict on all: FAIL, INCONCLUSIVE or PASS.
   *
   * @param failOn the least grade that fails the run: WARN or FAIL
   */
  public Grade verdict(Grade failOn) {
    if (count(Grade.FAIL) > 0 || (failOn == Grade.WARN && count(Grade.WARN) > 0)) {
      return Grade.FAIL;
    }
    boolean nothingRan =
        results.stream()
            .filter(result -> wanted.contains(result.code()))
            .allMatch(result -> result.grade() == Grade.NOT_RUN);
    return count(Grade.INCONCLUSIVE) > 0 || nothingRan || cutShort.isPresent()
        ? Grade.INCONCLUSIVE
        : Grade.PASS;
  }

  /** As {@code 15 passed, 1 warned, 4 not run}. */
  public String summary() {
    return Stream.of(
            counted(Grade.PASS, "passed"),
            counted(Grade.INFO, "to know"),
            counted(Grade.WARN, "warned"),
            counted(Grade.INCONCLUSIVE, "inconclusive"),
            counted(Grade.FAIL, "failed"),
            counted(Grade.NOT_RUN, "not run"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String counted(Grade grade, String word) {
    return count(grade) == 0 ? "" : count(grade) + " " + word;
  }
}
