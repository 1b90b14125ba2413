package greeter.client.load;

import greeter.client.calls.Handshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why the figures of a run may not be those of its target, a line each. */
public final class Doubts {
  /** Nobody is asked to allow fewer, RFC 9113 §6.5.2. */
  private static final double FEWEST_STREAMS = 100;

  private Doubts() {}

  /** Those about a run; none about most. */
  public static List<String> about(LoadResult result) {
    List<String> doubts = new ArrayList<>();
    if (result.interrupted()) {
      doubts.add("it was interrupted: this is what was known by then");
    }
    Standstill.of(result).ifPresent(doubts::add);
    Generator generator = result.generator();
    if (generator.fellBehind()) {
      doubts.add(
          "the client has fallen behind: 1 call in 100 had its turn %s late, or later"
              .formatted(Millis.of(generator.late().at(99))));
    }
    if (generator.isTheLimit(result.lasted())) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "the client was the limit: %.0f %% of its processors were busy",
              100 * generator.share(result.lasted())));
    }
    if (areReadLate(result)) {
      doubts.add(
          "1 answer in 100 was read after its deadline of %s, %s from when its call was due, or later: the client, or its machine, stood still"
              .formatted(Millis.of(result.asked().deadline()), Millis.of(result.latency().at(99))));
    }
    double atOnce = inFlight(result) / result.asked().connections();
    if (atOnce > FEWEST_STREAMS) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "about %.0f calls were on each connection at once: proxies allow 100 or 128 (see greeter-client explain STREAMS-MAX), and those beyond wait; --connections %.0f would not let them wait",
              atOnce,
              Math.ceil(inFlight(result) / FEWEST_STREAMS)));
    }
    result.services().stream()
        .filter(Doubts::namesNoPods)
        .map(
            service ->
                "%,d names of pods in %,d answers of %s: is it a pod's name that --pod-from takes?"
                    .formatted(service.pods().size(), service.latency().count(), service.service()))
        .forEach(doubts::add);
    if (result.asked().raw() && result.counts().failed() > 0) {
      doubts.add(
          "--raw: of the calls that failed, gRPC would have sent those again that no server had"
              + " seen");
    }
    long skipped = result.counts().skipped();
    if (skipped > 0) {
      doubts.add(
          ("%d of %d calls were never sent: as many as may be were in flight (%d), or their"
                  + " deadline had passed")
              .formatted(skipped, result.counts().intended(), result.asked().maxInFlight()));
    }
    if (result.counts().answered() == 0) {
      result.losses().stream()
          .flatMap(loss -> Handshake.advice(result.target(), loss.reason()).stream())
          .findFirst()
          .ifPresent(doubts::add);
    }
    if (result.counts().answered() == 0
        && !result.losses().isEmpty()
        && result.losses().stream().allMatch(loss -> loss.code().equals("UNIMPLEMENTED"))) {
      doubts.add(
          "nobody serves what was called, %s: --method pkg.Service/Method names another"
              .formatted(result.asked().mix()));
    }
    return doubts;
  }

  /** gRPC ends a call at its deadline, unless nothing could run then. */
  private static boolean areReadLate(LoadResult result) {
    Duration last =
        result.asked().deadline().plus(result.generator().late().at(99)).plus(Generator.BEHIND);
    return result.latency().count() > Generator.BY_CHANCE
        && result.latency().at(99).compareTo(last) > 0;
  }

  /** On the average, by Little's law. */
  private static double inFlight(LoadResult result) {
    return result.throughput() * result.latency().mean().toNanos() / 1e9;
  }

  /** More names than there are pods anywhere, or a new one with every second answer. */
  private static boolean namesNoPods(ServiceLoad service) {
    int names = service.pods().size();
    return service.pods().stream().anyMatch(pod -> pod.pod().equals(PodLoad.OTHERS))
        || (names >= 50 && 2L * names > service.latency().count());
  }
}
