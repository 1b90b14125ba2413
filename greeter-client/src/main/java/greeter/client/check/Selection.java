package greeter.client.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which codes a user names: by code or by group, with {@code *} and {@code ?}. */
public final class Selection {
  private Selection() {}

  /**
   * The codes to check.
   *
   * @param only empty: all
   * @throws IllegalArgumentException if a glob names none, or none is left; the message says what
   *     could be named, or who checks it instead
   */
  public static Set<Code> of(List<String> only, List<String> skip) {
    Set<Code> codes = EnumSet.noneOf(Code.class);
    codes.addAll(only.isEmpty() ? Suite.CODES : named(only));
    codes.removeAll(named(skip));
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("nothing is left to check");
    }
    return codes;
  }

  private static Set<Code> named(List<String> globs) {
    return globs.stream()
        .flatMap(glob -> named(glob).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
  }

  private static Set<Code> named(String glob) {
    Predicate<String> matches = matcher(glob);
    Set<Code> named = EnumSet.allOf(Code.class);
    named.removeIf(code -> !matches.test(code.label()) && !matches.test(code.group().label()));
    Set<Code> here = EnumSet.copyOf(named);
    here.retainAll(Suite.CODES);
    if (here.isEmpty()) {
      throw new IllegalArgumentException(
          named.isEmpty()
              ? "\"%s\" (expected: a code or a group, * and ? allowed; --list shows them)"
                  .formatted(glob)
              : codes(named) + ": needs an event from outside, so belongs to greeter-client load");
    }
    return here;
  }

  private static String codes(Set<Code> codes) {
    return codes.stream().map(Code::label).collect(Collectors.joining(", "));
  }

  private static Predicate<String> matcher(String glob) {
    String pattern =
        glob.chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    return text -> compiled.matcher(text).matches();
  }
}
