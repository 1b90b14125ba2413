package greeter.client.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many calls are due in a second, over the time of a run: steps and ramps. */
public final class Rate {
  /** What {@link #parse} takes, for error messages. */
  public static final String EXPECTED =
      "calls/s 0.001..1000000, as 100, or steps and ramps with their times: 100:30s,100-1000:1m,500";

  static final double MOST = 1_000_000;

  private static final String NUMBER = "(\\d{1,7}(?:\\.\\d{1,3})?)";
  private static final Pattern STEP =
      Pattern.compile(NUMBER + "(?:-" + NUMBER + ")?(?::(\\d{1,7})(ms|s|m|h))?");

  /**
   * @param from calls/s at its beginning
   * @param to calls/s at its end; between them it rises or falls evenly
   * @param seconds infinite if it never ends
   */
  private record Step(double from, double to, double seconds) {
    double calls() {
      return (from + to) / 2 * seconds;
    }

    boolean isRamp() {
      return from != to;
    }

    /** When so many calls of it were due: where the area under the line is as large. */
    double secondsOf(double calls) {
      if (!isRamp()) {
        return calls / from;
      }
      double steepness = (to - from) / seconds;
      // The usual solution of a quadratic equation would subtract nearly equal numbers.
      return 2 * calls / (from + Math.sqrt(Math.max(0, from * from + 2 * steepness * calls)));
    }
  }

  private final String text;
  private final List<Step> steps;

  private Rate(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads steps ({@code 100:30s}) and ramps ({@code 100-1000:60s}); the last may lack its time, and
   * so has no end.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static Rate parse(String text) {
    List<Step> steps = new ArrayList<>();
    String[] parts = text.split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      Matcher matcher = STEP.matcher(parts[i]);
      if (!matcher.matches() || (matcher.group(3) == null && i < parts.length - 1)) {
        throw new IllegalArgumentException(EXPECTED);
      }
      double from = Double.parseDouble(matcher.group(1));
      double to = matcher.group(2) == null ? from : Double.parseDouble(matcher.group(2));
      double seconds =
          matcher.group(3) == null
              ? Double.POSITIVE_INFINITY
              : seconds(Long.parseLong(matcher.group(3)), matcher.group(4));
      if (Math.max(from, to) == 0 || Math.max(from, to) > MOST || seconds == 0) {
        throw new IllegalArgumentException(EXPECTED);
      }
      steps.add(new Step(from, to, seconds));
    }
    return new Rate(text, steps);
  }

  private static double seconds(long count, String unit) {
    return switch (unit) {
      case "ms" -> count / 1_000.0;
      case "s" -> count;
      case "m" -> count * 60.0;
      default -> count * 3_600.0;
    };
  }

  /** The sum of the steps; empty if the last has no end. */
  public Optional<Duration> lasts() {
    double seconds = steps.stream().mapToDouble(Step::seconds).sum();
    return Double.isInfinite(seconds)
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  /**
   * The same with an end for the last step, where it has none.
   *
   * @throws IllegalArgumentException if the others last longer
   */
  public Rate until(Duration end) {
    if (lasts().isPresent()) {
      throw new IllegalArgumentException("the steps of --rate say how long");
    }
    Step last = steps.get(steps.size() - 1);
    double before = steps.stream().limit(steps.size() - 1L).mapToDouble(Step::seconds).sum();
    double left = end.toNanos() / 1e9 - before;
    if (left <= 0) {
      throw new IllegalArgumentException("longer than the steps of --rate before the last");
    }
    return with(new Step(last.from, last.to, left));
  }

  /**
   * The same for any number of calls: the last step goes on at the rate of its end.
   *
   * @throws IllegalArgumentException if that is a ramp without a time
   */
  public Rate endless() {
    Step last = steps.get(steps.size() - 1);
    if (Double.isInfinite(last.seconds)) {
      if (last.isRamp()) {
        throw new IllegalArgumentException("a ramp of --rate needs a time");
      }
      return this;
    }
    if (last.to == 0) {
      throw new IllegalArgumentException("a rate that ends at 0 makes no more calls");
    }
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(last.to, last.to, Double.POSITIVE_INFINITY));
    return new Rate(text, more);
  }

  /** The rate at the beginning, for ever. */
  Rate first() {
    double from = steps.get(0).from;
    return new Rate(text, List.of(new Step(from, from, Double.POSITIVE_INFINITY)));
  }

  private Rate with(Step last) {
    List<Step> changed = new ArrayList<>(steps.subList(0, steps.size() - 1));
    changed.add(last);
    return new Rate(text, changed);
  }

  /**
   * When a call is due, in nanoseconds from the start; {@link Long#MAX_VALUE} if the rate ends
   * before.
   *
   * @param calls that were due before it, 0 or more; parts of calls too
   */
  public long dueNanos(double calls) {
    double left = calls;
    double seconds = 0;
    for (Step step : steps) {
      if (left < step.calls()) {
        return Math.round((seconds + step.secondsOf(left)) * 1e9);
      }
      left -= step.calls();
      seconds += step.seconds;
    }
    return Long.MAX_VALUE;
  }

  /** Calls in a second that are due at a time, nanoseconds from the start; 0 after the end. */
  public double at(long nanos) {
    double left = nanos / 1e9;
    for (Step step : steps) {
      if (left < step.seconds) {
        return step.isRamp() ? step.from + (step.to - step.from) * left / step.seconds : step.from;
      }
      left -= step.seconds;
    }
    return 0;
  }

  /** Calls in a second on the average of a time from the start. */
  public double average(Duration time) {
    double left = time.toNanos() / 1e9;
    double calls = 0;
    for (Step step : steps) {
      double part = Math.min(left, step.seconds);
      if (part > 0) {
        double end =
            step.isRamp() ? step.from + (step.to - step.from) * part / step.seconds : step.to;
        calls += (step.from + end) / 2 * part;
        left -= part;
      }
    }
    return calls / Math.max(1e-9, time.toNanos() / 1e9);
  }

  /** Whether it was written as one number. */
  boolean isOne() {
    return !text.contains(":") && !text.contains("-");
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
