package greeter.client.check;

import java.util.Locale;

/** What a check is about. */
public enum Group {
  TRANSPORT,
  BALANCING,
  STREAMS,
  IDLE,
  LIMITS,
  SEMANTICS,
  EXPOSURE,
  /** What shows only while something happens to the pods or the proxy. */
  EVENTS;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
