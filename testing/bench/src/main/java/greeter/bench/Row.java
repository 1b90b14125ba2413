package greeter.bench;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;

/** What can be measured by itself. */
enum Row {
  /** Whether clients say the same of one target. */
  ACCURACY,
  /** Calls a second of each server: few connections with many calls each. */
  FEW_CONNECTIONS,
  /** The same over many connections with few calls each. */
  MANY_CONNECTIONS,
  /** The same of streams of replies. */
  STREAMS,
  /** How long calls take at half of the load that a server of Go takes. */
  LATENCY,
  /** Calls a second that each client makes. */
  CLIENTS,
  /** How well greeter-client load keeps to its schedule. */
  SCHEDULE,
  /** What greeter-client takes for its two calls. */
  ONCE,
  /** What hello-server answers with more cores, connections, streams, bytes, and pods. */
  SCALE,
  /** What single parts take inside a process. */
  INSIDE,
  /** How soon each server answers, what its first calls take, and how much memory it holds. */
  START,
  /** How long the calls of a server's first second take. */
  FIRST_SECOND,
  /** What hello-server holds of memory, and for what. */
  MEMORY;

  boolean hasNginx() {
    return this == ACCURACY || this == ONCE || this == SCALE;
  }

  /** As the command line names it. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The row of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Row named(String label) {
    return Arrays.stream(values())
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" (expected: %s)"
                        .formatted(
                            label,
                            Arrays.stream(values()).map(Row::label).collect(joining(", ")))));
  }
}
