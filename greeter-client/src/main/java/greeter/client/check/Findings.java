package greeter.client.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is known by now of a run. Safe for use by several threads. */
final class Findings {
  static final String INTERRUPTED = "interrupted";

  private final Map<Code, Result> results = new EnumMap<>(Code.class);
  private final Set<Code> begun = EnumSet.noneOf(Code.class);
  private final Map<Check, List<Result>> aside = new LinkedHashMap<>();

  synchronized void begin(List<Code> codes) {
    begun.addAll(codes);
  }

  synchronized boolean hasBegun(Code code) {
    return begun.contains(code);
  }

  synchronized void add(Result result) {
    results.put(result.code(), result);
  }

  /** Whether something was found by now that is not well, or could not be told. */
  synchronized boolean isRed(Code code) {
    Result result = results.get(code);
    return result != null && (result.grade() == Grade.FAIL || result.grade() == Grade.INCONCLUSIVE);
  }

  synchronized boolean any(Predicate<Result> condition) {
    return results.values().stream().anyMatch(condition);
  }

  /** Adds to what was found what was found since; nothing, where nothing was. */
  synchronized void revise(Result later) {
    results.computeIfPresent(later.code(), (code, told) -> told.revised(later));
  }

  /** Keeps what its check is to be asked once more; until then it stands. */
  synchronized void putAside(Check check, Result result) {
    add(result);
    aside.computeIfAbsent(check, key -> new ArrayList<>()).add(result);
  }

  synchronized Map<Check, List<Result>> takeAside() {
    Map<Check, List<Result>> taken = new LinkedHashMap<>(aside);
    aside.clear();
    return taken;
  }

  /** All results in the order of the table; of what has not ended, that it was interrupted. */
  synchronized List<Result> all(Set<Code> wanted) {
    wanted.forEach(
        code ->
            results.putIfAbsent(
                code,
                begun.contains(code)
                    ? Result.inconclusive(code, INTERRUPTED)
                    : Result.notRun(code, INTERRUPTED)));
    return List.copyOf(results.values());
  }
}
