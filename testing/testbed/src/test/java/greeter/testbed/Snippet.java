package greeter.testbed;

import greeter.client.check.Code;
import greeter.client.check.Explanation;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What {@code explain} gives to paste.
 *
 * @param of the code, and the words of the fix
 */
record Snippet(String of, String text) {
  /** Those in a language. */
  static Stream<Snippet> all(String language) {
    return Arrays.stream(Code.values())
        .flatMap(
            code ->
                Explanation.of(code).fixes().stream()
                    .filter(fix -> fix.language().equals(language))
                    .map(fix -> of(code, fix)));
  }

  private static Snippet of(Code code, Explanation.Fix fix) {
    return new Snippet(code + ": " + fix.where() + ": " + fix.setting(), fix.snippet());
  }

  @Override
  public String toString() {
    return of;
  }
}
