package greeter.client.check;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a check measures, and where it turns yellow and red.
 *
 * @param quantity what is measured
 * @param unit of what is measured; empty if it is no number
 * @param failBelow the number below which it fails; likewise the others
 * @param failsOn what fails it whatever the number; likewise the others
 * @param why the bounds are these
 */
public record Bounds(
    String quantity,
    String unit,
    OptionalDouble failBelow,
    OptionalDouble warnBelow,
    OptionalDouble infoBelow,
    Optional<String> failsOn,
    Optional<String> warnsOn,
    Optional<String> informsOn,
    String why) {

  /** Bounds without a number: something happens, or it does not. */
  static Bounds failsOn(String quantity, String failsOn, String why) {
    return of(quantity, "", Optional.of(failsOn), why);
  }

  /** Bounds that never fail. */
  static Bounds warnsOn(String quantity, String warnsOn, String why) {
    return of(quantity, "", Optional.empty(), why).orWarnsOn(warnsOn);
  }

  /** Bounds of a number that had better be large. */
  static Bounds atLeast(String quantity, String unit, String why) {
    return of(quantity, unit, Optional.empty(), why);
  }

  private static Bounds of(String quantity, String unit, Optional<String> failsOn, String why) {
    OptionalDouble none = OptionalDouble.empty();
    Optional<String> nothing = Optional.empty();
    return new Bounds(quantity, unit, none, none, none, failsOn, nothing, nothing, why);
  }

  Bounds in(String ofWhatIsMeasured) {
    return new Bounds(
        quantity,
        ofWhatIsMeasured,
        failBelow,
        warnBelow,
        infoBelow,
        failsOn,
        warnsOn,
        informsOn,
        why);
  }

  Bounds failBelow(double n) {
    return new Bounds(
        quantity,
        unit,
        OptionalDouble.of(n),
        warnBelow,
        infoBelow,
        failsOn,
        warnsOn,
        informsOn,
        why);
  }

  Bounds warnBelow(double n) {
    return new Bounds(
        quantity,
        unit,
        failBelow,
        OptionalDouble.of(n),
        infoBelow,
        failsOn,
        warnsOn,
        informsOn,
        why);
  }

  Bounds infoBelow(double n) {
    return new Bounds(
        quantity,
        unit,
        failBelow,
        warnBelow,
        OptionalDouble.of(n),
        failsOn,
        warnsOn,
        informsOn,
        why);
  }

  Bounds orFailsOn(String what) {
    return new Bounds(
        quantity,
        unit,
        failBelow,
        warnBelow,
        infoBelow,
        Optional.of(what),
        warnsOn,
        informsOn,
        why);
  }

  Bounds orWarnsOn(String what) {
    return new Bounds(
        quantity,
        unit,
        failBelow,
        warnBelow,
        infoBelow,
        failsOn,
        Optional.of(what),
        informsOn,
        why);
  }

  Bounds orInformsOn(String what) {
    return new Bounds(
        quantity, unit, failBelow, warnBelow, infoBelow, failsOn, warnsOn, Optional.of(what), why);
  }

  /** The grade of a number. */
  Grade grade(double value) {
    if (value < failBelow.orElse(Double.NEGATIVE_INFINITY)) {
      return Grade.FAIL;
    }
    if (value < warnBelow.orElse(Double.NEGATIVE_INFINITY)) {
      return Grade.WARN;
    }
    return value < infoBelow.orElse(Double.NEGATIVE_INFINITY) ? Grade.INFO : Grade.PASS;
  }

  /** When it fails, in words; empty if never. */
  public String fail() {
    return words(failBelow, failsOn);
  }

  /** When it warns, in words; empty if never. */
  public String warn() {
    return words(warnBelow, warnsOn);
  }

  /** When it informs, in words; empty if never. */
  public String info() {
    return words(infoBelow, informsOn);
  }

  private String words(OptionalDouble below, Optional<String> on) {
    String number =
        below.isPresent()
            ? String.format(Locale.ROOT, "below %,.0f %s", below.getAsDouble(), unit)
            : "";
    return number + (number.isEmpty() || on.isEmpty() ? "" : ", or ") + on.orElse("");
  }
}
