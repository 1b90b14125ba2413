package greeter.client.load.report;

import greeter.client.check.Grade;
import greeter.client.load.LoadResult;
import greeter.client.load.report.LoadVerdict.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run held against an older one. */
public final class Baseline {
  private final LoadResult then;

  /**
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
    if (!now.asked().mix().equals(then.asked().mix())
        || now.asked().payloadBytes() != then.asked().payloadBytes()) {
      return List.of(
          new Line(
              Grade.INCONCLUSIVE,
              "baseline",
              "it called %s with %d bytes of payload, this run %s with %d"
                  .formatted(
                      then.asked().mix(),
                      then.asked().payloadBytes(),
                      now.asked().mix(),
                      now.asked().payloadBytes())));
    }
    List<Line> lines = new ArrayList<>();
    if (!now.asked().pace().equals(then.asked().pace())) {
      lines.add(
          new Line(
              Grade.WARN,
              "baseline",
              "was asked for %s, this run for %s: not the same load"
                  .formatted(then.asked().pace(), now.asked().pace())));
    }
    lines.add(latency("p50", then.latency().at(50), now.latency().at(50), allowed.p50(), now));
    lines.add(latency("p99", then.latency().at(99), now.latency().at(99), allowed.p99(), now));
    lines.add(throughput(now, allowed.throughput()));
    lines.add(errors(now, allowed.errors()));
    return lines;
  }

  private static Line latency(
      String name, Duration then, Duration now, double allowed, LoadResult run) {
    if (run.counts().answered() == 0) {
      return new Line(Grade.FAIL, name, "no call was answered");
    }
    double rise = now.toNanos() / (double) Math.max(1, then.toNanos()) - 1;
    return new Line(
        rise > allowed ? Grade.FAIL : Grade.PASS,
        name,
        "%s, was %s: %s (allowed: %s)"
            .formatted(Figures.latency(now), Figures.latency(then), change(rise), change(allowed)));
  }

  private Line throughput(LoadResult now, double allowed) {
    double fall = 1 - now.throughput() / then.throughput();
    return new Line(
        fall > allowed ? Grade.FAIL : Grade.PASS,
        "throughput",
        "%s, was %s: %s (allowed: %s)"
            .formatted(
                Figures.rate(now.throughput()),
                Figures.rate(then.throughput()),
                change(-fall),
                change(-allowed)));
  }

  private Line errors(LoadResult now, double allowed) {
    return new Line(
        share(now) - share(then) > allowed ? Grade.FAIL : Grade.PASS,
        "errors",
        "%s of the calls, was %s (allowed: %.4g %% more)"
            .formatted(
                Figures.percent(now.counts().failed(), now.counts().sent()),
                Figures.percent(then.counts().failed(), then.counts().sent()),
                100 * allowed));
  }

  private static double share(LoadResult run) {
    return run.counts().failed() / (double) Math.max(1, run.counts().sent());
  }

  private static String change(double share) {
    return "%+.1f %%".formatted(100 * share);
  }
}
