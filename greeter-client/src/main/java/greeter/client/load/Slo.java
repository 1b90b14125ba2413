package greeter.client.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run must keep to: service level objectives. */
public final class Slo {
  /** What {@link #parse} takes, for error messages. */
  public static final String EXPECTED =
      "each once: p50, p99.9, max=TIME; errors, unserved=N or N%; rate=N%; as"
          + " p99=50ms,errors=0,unserved=0";

  private static final Pattern OBJECTIVE =
      Pattern.compile("([a-z]+)(\\d{1,2}(?:\\.\\d{1,3})?)?=(.+)");
  private static final Pattern TIME = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)(us|ms|s)");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(%?)");

  /**
   * An objective and what was measured.
   *
   * @param text both, as {@code SLO p99 <= 50.0 ms: 12.3 ms}
   */
  public record Judged(String text, boolean met) {}

  private interface Objective {
    Stream<Judged> judge(LoadResult result);
  }

  private static final Share NONE = new Share(0, false);

  private final List<Objective> objectives;
  private final boolean asksForRate;

  private Slo(List<Objective> objectives, boolean asksForRate) {
    this.objectives = List.copyOf(objectives);
    this.asksForRate = asksForRate;
  }

  /**
   * Reads objectives. A percentile is of all calls that were due: those that failed or were never
   * sent are slower than any answer. {@code max} is the slowest answer, and fails where calls were
   * never sent. Where nothing is said of errors, there may be none.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static Slo parse(String text) {
    List<Objective> objectives = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = OBJECTIVE.matcher(part);
      if (!matcher.matches() || !names.add(part.substring(0, part.indexOf('=')))) {
        throw wrong();
      }
      objectives.add(objective(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    if (!names.contains("errors")) {
      objectives.add(errors(NONE));
    }
    return new Slo(objectives, names.contains("rate"));
  }

  private static Objective objective(String key, String percentile, String value) {
    if (key.equals("p") && percentile != null && Double.parseDouble(percentile) > 0) {
      return latency("p" + percentile, Double.parseDouble(percentile), time(value));
    }
    if (percentile != null) {
      throw wrong();
    }
    return switch (key) {
      case "max" -> slowest(time(value));
      case "errors" -> errors(share(value));
      case "unserved" -> unserved(share(value));
      case "rate" -> rate(share(value));
      default -> throw wrong();
    };
  }

  /** The same, and so many pods that answer for each service. */
  public Slo withPods(OptionalInt pods) {
    List<Objective> more = new ArrayList<>(objectives);
    if (pods.isPresent()) {
      more.add(result -> result.services().stream().map(service -> pods(service, pods.getAsInt())));
    }
    return new Slo(more, asksForRate);
  }

  /** Whether it can be judged only where a rate was asked for. */
  public boolean asksForRate() {
    return asksForRate;
  }

  /** Whether a run kept to each of them. */
  public List<Judged> judge(LoadResult result) {
    return objectives.stream().flatMap(objective -> objective.judge(result)).toList();
  }

  /** Of all calls that were due, whatever became of them. */
  private static Objective latency(String name, double percentile, Duration most) {
    return result -> {
      String objective = name + " <= " + Millis.of(most);
      Optional<Duration> within = result.answeredWithin(percentile);
      return within.isEmpty()
          ? judged(
              objective,
              "%,d of %,d calls were not answered"
                  .formatted(result.counts().unanswered(), result.counts().intended()),
              false)
          : judged(
              objective,
              Millis.of(within.get())
                  + (result.counts().unanswered() > 0 ? " of all calls that were due" : ""),
              within.get().compareTo(most) <= 0);
    };
  }

  /** The slowest answer, where every call was sent. */
  private static Objective slowest(Duration most) {
    return result -> {
      String objective = "max <= " + Millis.of(most);
      long skipped = result.counts().skipped();
      if (skipped > 0) {
        return judged(objective, "%,d calls were never sent".formatted(skipped), false);
      }
      if (result.counts().answered() == 0) {
        return judged(objective, "no call was answered", false);
      }
      Duration max = result.latency().max();
      return judged(objective, Millis.of(max), max.compareTo(most) <= 0);
    };
  }

  private static Objective errors(Share most) {
    return result -> {
      Counts counts = result.counts();
      return most.judge("errors", counts.failed(), counts.sent());
    };
  }

  private static Objective unserved(Share most) {
    return result -> {
      Counts counts = result.counts();
      return most.judge("unserved", counts.skipped(), counts.intended());
    };
  }

  private static Objective rate(Share least) {
    if (!least.isPercent) {
      throw wrong();
    }
    return result -> {
      double percent = result.due() == 0 ? 0 : 100 * result.throughput() / result.due();
      return judged("rate >= " + least, number(percent) + "%", percent >= least.most);
    };
  }

  private static Judged pods(ServiceLoad service, int least) {
    long pods =
        service.pods().stream().filter(pod -> !pod.pod().isEmpty() && pod.answered() > 0).count();
    return new Judged(
        "SLO pods of " + service.service() + " >= " + least + ": " + pods, pods >= least);
  }

  private record Share(double most, boolean isPercent) {
    Stream<Judged> judge(String name, long part, long all) {
      double percent = all == 0 ? 0 : 100.0 * part / all;
      return isPercent
          ? judged(name + " <= " + this, number(percent) + "%", percent <= most)
          : judged(name + " <= " + this, String.valueOf(part), part <= most);
    }

    @Override
    public String toString() {
      return number(most) + (isPercent ? "%" : "");
    }
  }

  private static Stream<Judged> judged(String objective, String measured, boolean met) {
    return Stream.of(new Judged("SLO " + objective + ": " + measured, met));
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.3f", number).replaceFirst("\\.?0+$", "");
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw wrong();
    }
    double nanos =
        switch (matcher.group(2)) {
          case "us" -> 1e3;
          case "ms" -> 1e6;
          default -> 1e9;
        };
    return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos));
  }

  private static Share share(String text) {
    Matcher matcher = SHARE.matcher(text);
    boolean isPercent = matcher.matches() && !matcher.group(2).isEmpty();
    if (!matcher.matches() || (isPercent ? false : matcher.group(1).contains("."))) {
      throw wrong();
    }
    return new Share(Double.parseDouble(matcher.group(1)), isPercent);
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(EXPECTED);
  }
}
