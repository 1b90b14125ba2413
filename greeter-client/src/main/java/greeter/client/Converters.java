package greeter.client;

import greeter.client.check.Grade;
import greeter.client.check.Output;
import greeter.client.load.Arrivals;
import greeter.client.load.Rate;
import greeter.client.load.Slo;
import greeter.client.load.report.LoadOutput;
import greeter.client.load.report.Regression;
import greeter.client.method.MethodName;
import greeter.client.method.PodSource;
import greeter.client.spread.Plan;
import greeter.client.spread.SpreadOutput;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readers of options' values; each error says what was expected. */
final class Converters {
  private Converters() {}

  private static TypeConversionException wrong(String value, String expected) {
    return new TypeConversionException("\"" + value + "\" (expected: " + expected + ")");
  }

  private static int whole(String value, int most, String expected) {
    try {
      // The digits 0 to 9 alone: parseInt knows signs, and the digits of other scripts.
      int number = value.matches("[0-9]+") ? Integer.parseInt(value) : 0;
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as any other number out of range
    }
    throw wrong(value, expected);
  }

  static final class Time implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");

    @Override
    public Duration convert(String value) {
      Matcher matcher = TIME.matcher(value);
      if (matcher.matches()) {
        long count = Long.parseLong(matcher.group(1));
        Duration time =
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(count);
              case "s" -> Duration.ofSeconds(count);
              default -> Duration.ofMinutes(count);
            };
        if (time.toMillis() >= 1 && time.toHours() < 1) {
          return time;
        }
      }
      throw wrong(value, "1ms..59m, as 500ms, 2s or 1m");
    }
  }

  static final class Calls implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return whole(value, Plan.MOST, "1.." + Plan.MOST);
    }
  }

  static final class Pods implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return whole(value, 1000, "1..1000");
    }
  }

  /** Empty is a fresh connection for each call. */
  static final class Connections implements ITypeConverter<OptionalInt> {
    @Override
    public OptionalInt convert(String value) {
      return value.equals("fresh")
          ? OptionalInt.empty()
          : OptionalInt.of(whole(value, 1000, "1..1000, or fresh"));
    }
  }

  static final class FailOn implements ITypeConverter<Grade> {
    @Override
    public Grade convert(String value) {
      return switch (value) {
        case "warn" -> Grade.WARN;
        case "error" -> Grade.FAIL;
        default -> throw wrong(value, "warn or error");
      };
    }
  }

  static final class CheckOutputs extends Outputs.Converter<Output> {
    CheckOutputs() {
      super(Output.class);
    }
  }

  static final class SpreadOutputs extends Outputs.Converter<SpreadOutput> {
    SpreadOutputs() {
      super(SpreadOutput.class);
    }
  }

  static final class LoadOutputs extends Outputs.Converter<LoadOutput> {
    LoadOutputs() {
      super(LoadOutput.class);
    }
  }

  static final class Regressions implements ITypeConverter<Regression> {
    @Override
    public Regression convert(String value) {
      try {
        return Regression.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class Tolerance implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        double tolerance = Double.parseDouble(value);
        if (tolerance >= 0.01 && tolerance <= 0.99) {
          return tolerance;
        }
      } catch (NumberFormatException e) {
        // as any other number out of range
      }
      throw wrong(value, "0.01..0.99");
    }
  }

  static final class Method implements ITypeConverter<MethodName> {
    @Override
    public MethodName convert(String value) {
      return MethodName.parse(value)
          .orElseThrow(() -> wrong(value, "pkg.Service/Method, or health"));
    }
  }

  static final class Pod implements ITypeConverter<PodSource> {
    private static final Pattern METADATA = Pattern.compile("metadata:([0-9A-Za-z_.-]+)");
    private static final Pattern JSON = Pattern.compile("json:(\\w+(?:\\.\\w+)*)");

    @Override
    public PodSource convert(String value) {
      Matcher metadata = METADATA.matcher(value);
      if (metadata.matches() && !value.endsWith("-bin")) {
        return new PodSource.Metadata(metadata.group(1));
      }
      Matcher json = JSON.matcher(value);
      if (json.matches()) {
        return new PodSource.Field(json.group(1));
      }
      if (value.equals("none")) {
        return new PodSource.Nowhere();
      }
      throw wrong(value, "metadata:KEY (not -bin), json:FIELD or none");
    }
  }

  /** {@code SERVICE:PREFIX=WEIGHT,...}. */
  record Weights(String service, Map<String, Double> byPrefix) {}

  static final class WeightsOfService implements ITypeConverter<Weights> {
    private static final Pattern ONE = Pattern.compile("([^=,:]+)=(\\d{1,6}(?:\\.\\d{1,6})?)");

    @Override
    public Weights convert(String value) {
      String expected = "SERVICE:PREFIX=WEIGHT,..., as hello:hello-v1=9,hello-v2=1";
      int colon = value.indexOf(':');
      if (colon < 1) {
        throw wrong(value, expected);
      }
      Map<String, Double> byPrefix = new LinkedHashMap<>();
      for (String part : value.substring(colon + 1).split(",", -1)) {
        Matcher matcher = ONE.matcher(part);
        if (!matcher.matches()
            || Double.parseDouble(matcher.group(2)) <= 0
            || byPrefix.put(matcher.group(1), Double.parseDouble(matcher.group(2))) != null) {
          throw wrong(value, expected);
        }
      }
      return new Weights(value.substring(0, colon), byPrefix);
    }
  }

  /** The time of a run. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Duration span = span(value);
      if (span.isZero()) {
        throw wrong(value, SPAN);
      }
      return span;
    }
  }

  static final class SpanOrNone implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return span(value);
    }
  }

  private static final String SPAN = "up to 24h, as 500ms, 30s, 5m or 1h";
  private static final Pattern SPANS = Pattern.compile("([0-9]{1,8})(ms|s|m|h)");

  private static Duration span(String value) {
    Matcher matcher = SPANS.matcher(value);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      Duration span =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      if (span.toHours() < 24 || span.equals(Duration.ofHours(24))) {
        return span;
      }
    }
    throw wrong(value, SPAN);
  }

  static final class Rates implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String value) {
      return parsed(value, Rate::parse);
    }
  }

  static final class Slos implements ITypeConverter<Slo> {
    @Override
    public Slo convert(String value) {
      return parsed(value, Slo::parse);
    }
  }

  /** What says by itself what it expects. */
  private static <T> T parsed(String value, Function<String, T> parser) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw wrong(value, e.getMessage());
    }
  }

  static final class HowTheyArrive implements ITypeConverter<Arrivals> {
    @Override
    public Arrivals convert(String value) {
      return switch (value) {
        case "constant" -> Arrivals.constant();
        case "poisson" -> Arrivals.poisson(RandomGenerator.of("L64X128MixRandom"));
        default -> throw wrong(value, "constant or poisson");
      };
    }
  }

  static final class LoadCalls implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      return (long) whole(value, 1_000_000_000, "1..1000000000");
    }
  }

  static final class Callers implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return whole(value, 100_000, "1..100000");
    }
  }

  static final class Pool implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return whole(value, 1000, "1..1000");
    }
  }

  static final class UpToMillion implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return whole(value, 1_000_000, "1..1000000");
    }
  }

  static final class Attempts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int attempts = whole(value, 10, "2..10");
      if (attempts < 2) {
        throw wrong(value, "2..10");
      }
      return attempts;
    }
  }

  static final class Payload implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      String expected = "0..4000000";
      return value.equals("0") ? 0 : whole(value, 4_000_000, expected);
    }
  }
}
