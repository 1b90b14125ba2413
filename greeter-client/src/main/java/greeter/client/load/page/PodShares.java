package greeter.client.load.page;

import greeter.client.html.Bars;
import greeter.client.html.Element;
import greeter.client.html.Words;
import greeter.client.load.LoadResult;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline;
import greeter.client.spread.Evenness;
import greeter.client.spread.Expectation;
import greeter.client.spread.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Each pod's share of a service's calls, beside what it should be: the calls of each moment, split
 * evenly among the pods that were there. So a pod that came late is not held against the whole run.
 */
final class PodShares {
  /** What is drawn is no verdict; this is what spread allows by default. */
  private static final double TOLERANCE = 0.2;

  private PodShares() {}

  static List<Element> elements(LoadResult result) {
    int rows = result.services().stream().mapToInt(service -> named(service).size()).sum();
    List<Element> elements = new ArrayList<>();
    elements.add(
        Element.of(
            "p",
            "Expected is an even split, at each moment, among the pods that were there: from"
                + " their first answer to their last. The interval is where the truth lies; it"
                + " misses that in one run of 1,000, all pods taken together."));
    for (ServiceLoad service : result.services()) {
      elements.add(Element.of("h3").wire(service.service()));
      List<PodLoad> failing = failing(service);
      if (!named(service).isEmpty()) {
        elements.add(bars(service, result.timeline(), Plan.FALSE_ALARM / Math.max(1, rows)));
      } else if (failing.isEmpty()) {
        elements.add(Element.of("p", "No answer names its pod."));
      }
      if (!failing.isEmpty()) {
        elements.add(unanswering(failing));
      }
    }
    return elements;
  }

  private static List<PodLoad> failing(ServiceLoad service) {
    return service.pods().stream()
        .filter(pod -> !pod.pod().isEmpty() && pod.answered() == 0)
        .toList();
  }

  private static Element unanswering(List<PodLoad> failing) {
    Element text = Element.of("p", "Failed, and answered no call with OK: ");
    String comma = "";
    for (PodLoad pod : failing) {
      text.text(comma).wire(pod.pod()).text(" (" + Words.count(pod.failed(), "call") + ")");
      comma = ", ";
    }
    return text.text(".");
  }

  private static List<PodLoad> named(ServiceLoad service) {
    return service.pods().stream()
        .filter(pod -> !pod.pod().isEmpty() && pod.answered() > 0)
        .toList();
  }

  private static Element bars(ServiceLoad service, Timeline timeline, double alpha) {
    Map<String, Long> counts = new LinkedHashMap<>();
    named(service).forEach(pod -> counts.put(pod.pod(), pod.answered()));
    Expectation expectation =
        new Expectation(
            OptionalInt.empty(), expected(service.service(), named(service), timeline), TOLERANCE);
    Map<String, PodLoad> pods = new HashMap<>();
    named(service).forEach(pod -> pods.put(pod.pod(), pod));
    List<Bars.Row> rows =
        Evenness.of(counts, expectation, alpha).shares().stream()
            .map(share -> row(share, pods.get(share.name())))
            .toList();
    return Bars.of(
        "Calls by pod", "calls", TOLERANCE, rows, List.of("failed in it", "answered from, to"));
  }

  private static Bars.Row row(Evenness.Share share, PodLoad pod) {
    return new Bars.Row(
        share.name(),
        share.count(),
        share.share(),
        share.expected(),
        share.low(),
        share.high(),
        List.of(
            Words.count(pod.failed()),
            "%.1f\u2013%.1f s"
                .formatted(pod.first().toMillis() / 1e3, pod.last().toMillis() / 1e3)));
  }

  /** Calls that each pod would have answered. */
  static Map<String, Double> expected(String service, List<PodLoad> pods, Timeline timeline) {
    Map<String, Double> expected = new LinkedHashMap<>();
    pods.forEach(pod -> expected.put(pod.pod(), 0.0));
    double length = timeline.slot().toNanos();
    for (int i = 0; i < timeline.slots().size(); i++) {
      Map<String, Double> there = new HashMap<>();
      double calls = 0;
      for (PodLoad pod : pods) {
        double from = Math.max(i * length, (double) pod.first().toNanos());
        double to = Math.min((i + 1) * length, (double) pod.last().toNanos());
        long answered = timeline.slots().get(i).answered(service, pod.pod());
        calls += answered;
        if (to > from || answered > 0) {
          // A pod's one call has no length.
          there.put(pod.pod(), Math.max((to - from) / length, 1e-3));
        }
      }
      double all = there.values().stream().mapToDouble(part -> part).sum();
      double ofSlot = calls;
      there.forEach((pod, part) -> expected.merge(pod, ofSlot * part / all, Double::sum));
    }
    return expected;
  }
}
