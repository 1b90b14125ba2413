package greeter.client.load.report;

import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.load.LoadResult;
import greeter.client.load.Loss;
import greeter.client.load.event.Events;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The calls that failed: by code, blame and pod, each with its seconds and why. */
final class LossTable {
  private static final int ROWS = 20;
  private static final int SECONDS = 66;
  private static final int POD = 40;
  private static final int REASON = 88;
  private static final int REASONS = 3;

  /** What failed calls have in common. */
  private record Kind(String service, String code, Blame blame, String pod) {}

  private final LoadResult result;
  private final Map<Loss, String> endedPods;

  LossTable(LoadResult result) {
    this.result = result;
    this.endedPods = Events.endedPods(result);
  }

  void print(PrintWriter out) {
    long failed = result.counts().failed();
    if (failed == 0) {
      return;
    }
    out.printf(
        "%nfailed: %s, %s of those sent%n",
        Figures.calls(failed), Figures.percent(failed, result.counts().sent()));
    Map<Kind, List<Loss>> kinds =
        result.losses().stream()
            .collect(
                Collectors.groupingBy(
                    loss -> new Kind(loss.service(), loss.code(), loss.blame(), pod(loss)),
                    LinkedHashMap::new,
                    Collectors.toList()));
    out.printf("%8s  %-18s %-12s %-" + POD + "s %s%n", "calls", "code", "blame", "pod", "service");
    List<Map.Entry<Kind, List<Loss>>> most =
        kinds.entrySet().stream()
            .sorted(Comparator.comparingLong(kind -> -calls(kind.getValue())))
            .toList();
    most.stream().limit(ROWS).forEach(kind -> print(kind.getKey(), kind.getValue(), out));
    long more =
        result.lossesNotListed()
            + most.stream().skip(ROWS).mapToLong(k -> calls(k.getValue())).sum();
    if (more > 0) {
      out.printf("%8s  … %d more%n", "", more);
    }
    if (!endedPods.isEmpty()) {
      out.printf("%8s  (ended): by its end, and not among those that failed in it, below%n", "");
    }
  }

  /** Who said its name, or whose end has cost the call. */
  private String pod(Loss loss) {
    String ended = endedPods.get(loss);
    return loss.pod().orElse(ended == null ? "" : ended + " (ended)");
  }

  private static void print(Kind kind, List<Loss> losses, PrintWriter out) {
    out.printf(
        "%8d  %-18s %-12s %-" + POD + "s %s%n",
        calls(losses),
        kind.code(),
        kind.blame(),
        Figures.name(kind.pod(), POD),
        Figures.name(kind.service(), 20));
    Map<Long, Long> bySecond = new TreeMap<>();
    losses.forEach(loss -> bySecond.merge(loss.at().toSeconds(), loss.calls(), Long::sum));
    out.printf("%8s  in second %s%n", "", seconds(bySecond, SECONDS));
    printReasons(losses, out);
  }

  /** The most frequent, each with how often it came, where there are several. */
  private static void printReasons(List<Loss> losses, PrintWriter out) {
    Map<String, Long> reasons = new LinkedHashMap<>();
    losses.forEach(loss -> reasons.merge(loss.reason(), loss.calls(), Long::sum));
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(REASONS)
        .map(
            reason ->
                (reasons.size() > 1 ? reason.getValue() + "× " : "")
                    + Wire.printable(reason.getKey()))
        .map(line -> line.length() > REASON ? line.substring(0, REASON - 1) + "…" : line)
        .forEach(line -> out.printf("%8s  %s%n", "", line));
    if (reasons.size() > REASONS) {
      out.printf("%8s  … %d more%n", "", reasons.size() - REASONS);
    }
  }

  /**
   * As {@code 21 (11×), 24 … 3 more}: the seconds, and how often each, where that is not once.
   *
   * @param columns that those which are shown may take
   */
  static String seconds(Map<Long, Long> calls, int columns) {
    StringBuilder shown = new StringBuilder();
    int more = calls.size();
    for (Map.Entry<Long, Long> each : calls.entrySet()) {
      String second =
          (shown.isEmpty() ? "" : ", ")
              + each.getKey()
              + (each.getValue() > 1 ? " (" + each.getValue() + "×)" : "");
      if (shown.length() + second.length() > columns) {
        return shown + " … " + more + " more";
      }
      shown.append(second);
      more--;
    }
    return shown.toString();
  }

  private static long calls(Collection<Loss> losses) {
    return losses.stream().mapToLong(Loss::calls).sum();
  }
}
