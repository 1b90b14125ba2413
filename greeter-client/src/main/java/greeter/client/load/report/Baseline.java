package greeter.client.load.report;

import greeter.client.check.Grade;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run that others are held against. */
public final class Baseline {
  private final LoadResult then;

  /**
   * The baseline that a run is.
   *
   * @throws IllegalArgumentException if nothing can be held against it, with why in one line
   */
  public Baseline(LoadResult then) {
    if (then.counts().answered() == 0) {
      throw new IllegalArgumentException("no call of it was answered");
    }
    this.then = then;
  }

  /** How a run compares, a line for each thing that is compared. */
  public List<Line> compare(LoadResult now, Regression allowed) {
    if (!called(now).equals(called(then))) {
      return List.of(
          new Line(
              Grade.INCONCLUSIVE,
              "baseline: it is of other calls: %s; now %s".formatted(called(then), called(now))));
    }
    if (!pace(now).equals(pace(then))) {
      return List.of(
          new Line(
              Grade.INCONCLUSIVE,
              "baseline: not the same load: %s; now %s".formatted(pace(then), pace(now))));
    }
    if (then.interrupted()) {
      return List.of(
          new Line(
              Grade.INCONCLUSIVE,
              "baseline: it was interrupted, after %s".formatted(Figures.seconds(then.lasted()))));
    }
    List<Line> lines = new ArrayList<>();
    if (!now.asked().resent().equals(then.asked().resent())) {
      lines.add(
          new Line(
              Grade.WARN,
              "baseline: not the same attempts: %s; now %s"
                  .formatted(attempts(then), attempts(now))));
    }
    lines.add(latency("p50", 50, now, allowed.p50()));
    lines.add(latency("p99", 99, now, allowed.p99()));
    lines.add(throughput(now, allowed.throughput()));
    lines.add(errors(now, allowed.errors()));
    return lines;
  }

  private static String attempts(LoadResult run) {
    return run.asked().resent().orElse("neither --retries nor --raw");
  }

  private static String pace(LoadResult run) {
    return "%s over %s"
        .formatted(run.asked().pace(), Figures.count(run.asked().connections(), "connection"));
  }

  private static String called(LoadResult run) {
    return "%s with %d bytes of payload".formatted(run.asked().mix(), run.asked().payloadBytes());
  }

  private Line latency(String name, double percentile, LoadResult run, double allowed) {
    Optional<Duration> within = run.answeredWithin(percentile);
    if (within.isEmpty()) {
      return new Line(
          Grade.FAIL,
          "baseline: %s: %,d of %,d calls were not answered"
              .formatted(name, run.counts().unanswered(), run.counts().intended()));
    }
    Duration now = within.get();
    // Where the old run did not answer so many, any answer is better.
    Duration old = then.answeredWithin(percentile).orElse(then.latency().max());
    double rise = now.toNanos() / (double) Math.max(1, old.toNanos()) - 1;
    return new Line(
        rise > allowed ? Grade.FAIL : Grade.PASS,
        "baseline: %s %s, was %s: %s (allowed: %s)"
            .formatted(
                name, Figures.latency(now), Figures.latency(old), change(rise), change(allowed)));
  }

  private Line throughput(LoadResult now, double allowed) {
    double rise = now.throughput() / then.throughput() - 1;
    return new Line(
        rise < -allowed ? Grade.FAIL : Grade.PASS,
        "baseline: throughput %s, was %s: %s (allowed: %s)"
            .formatted(
                Figures.rate(now.throughput()),
                Figures.rate(then.throughput()),
                change(rise),
                change(-allowed)));
  }

  private Line errors(LoadResult now, double allowed) {
    return new Line(
        share(now) - share(then) > allowed ? Grade.FAIL : Grade.PASS,
        "baseline: errors %s of the calls, was %s (allowed: %.2f %% more)"
            .formatted(
                Figures.percent(now.counts().failed(), now.counts().sent()),
                Figures.percent(then.counts().failed(), then.counts().sent()),
                100 * allowed));
  }

  private static double share(LoadResult run) {
    return run.counts().failed() / (double) Math.max(1, run.counts().sent());
  }

  private static String change(double share) {
    double percent = Math.round(1_000 * share) / 10.0;
    return "%+.1f %%".formatted(percent == 0 ? 0.0 : percent); // -0.0 is 0
  }
}
