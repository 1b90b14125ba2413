package greeter.client;

import greeter.client.check.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The codes that somebody may have meant who wrote another word. */
final class Near {
  /** More changes than this make another word of most codes. */
  private static final int TYPOS = 2;

  private Near() {}

  /** Those that begin so; if none does, those that a typing error or two would explain. */
  static List<Code> to(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    List<Code> begun =
        Arrays.stream(Code.values())
            .filter(code -> !upper.isEmpty() && code.label().startsWith(upper))
            .toList();
    return begun.isEmpty()
        ? Arrays.stream(Code.values())
            .filter(code -> distance(upper, code.label()) <= TYPOS)
            .toList()
        : begun;
  }

  /** Characters to change, add or drop, to make one of the other (Levenshtein 1965). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
