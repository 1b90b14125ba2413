package greeter.client.check;

import greeter.client.html.Tone;
import java.util.Locale;

/** What a check came to. */
public enum Grade {
  PASS,
  /** Nothing to mend, but worth knowing. */
  INFO,
  /** Will hurt some day; fails a run only with {@code --fail-on warn}. */
  WARN,
  /** Too little was seen for a verdict. */
  INCONCLUSIVE,
  FAIL,
  /** Not even tried, or not to its end; never counted as passed. */
  NOT_RUN;

  /** As reports for machines spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What it means to who reads a page. */
  public Tone tone() {
    return switch (this) {
      case PASS -> Tone.GOOD;
      case INFO -> Tone.INFO;
      case WARN -> Tone.WARN;
      case INCONCLUSIVE -> Tone.UNSURE;
      case FAIL -> Tone.BAD;
      case NOT_RUN -> Tone.NONE;
    };
  }
}
