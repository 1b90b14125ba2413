package greeter.client.spread;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Who should answer one service's calls, and how evenly.
 *
 * @param pods how many; empty: as many as do answer
 * @param weights parts of the calls by prefix of pods' names; empty: the same for each pod
 * @param tolerance of share/expected, as 0.2 for 0.8..1.2
 */
public record Expectation(OptionalInt pods, Map<String, Double> weights, double tolerance) {
  /** How a row of calls is called that nobody answered. */
  private static final String SILENT = "(silent)";

  /** Whether a row stands for a pod that is expected and did not answer, so has no name. */
  static boolean isSilent(String row) {
    return row.startsWith(SILENT);
  }

  /**
   * The calls to be judged: of each pod, silent ones too; or, with weights, of each prefix, and of
   * each pod that none names.
   */
  public Map<String, Long> rows(Map<String, Long> countByPod) {
    Map<String, Long> rows = new LinkedHashMap<>();
    weights.keySet().forEach(prefix -> rows.put(prefix, 0L));
    countByPod.forEach((pod, count) -> rows.merge(rowOf(pod), count, Long::sum));
    if (weights.isEmpty()) {
      for (int silent = 1; countByPod.size() + silent <= pods.orElse(0); silent++) {
        rows.put(SILENT + " " + silent, 0L);
      }
    }
    return rows;
  }

  /** The share that a row should have, 0..1. */
  double shareOf(String row, int rows) {
    if (weights.isEmpty()) {
      return 1.0 / rows;
    }
    return weights.getOrDefault(row, 0.0) / allWeights();
  }

  /** The smallest share that a weight gives, 0..1. */
  double leastShare() {
    return Collections.min(weights.values()) / allWeights();
  }

  private double allWeights() {
    return weights.values().stream().mapToDouble(w -> w).sum();
  }

  private String rowOf(String pod) {
    return weights.keySet().stream()
        .filter(pod::startsWith)
        .max(Comparator.comparingInt(String::length))
        .orElse(pod);
  }
}
