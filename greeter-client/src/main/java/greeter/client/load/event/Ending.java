package greeter.client.load.event;

import greeter.client.load.ConnectionLoad;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Connections that ended together, which were all that were open. */
record Ending(List<ConnectionLoad> ended) {
  Duration at() {
    return ended.stream()
        .map(one -> one.ended().orElseThrow())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  long least() {
    return ended.stream().mapToLong(ConnectionLoad::answered).min().orElseThrow();
  }

  long most() {
    return ended.stream().mapToLong(ConnectionLoad::answered).max().orElseThrow();
  }

  boolean afterTheSameNumber() {
    return least() == most();
  }

  /** Limits are set by people, who like tens, or by programmers, who like powers of two. */
  boolean afterARoundNumber() {
    return afterTheSameNumber() && (most() % 10 == 0 || Long.bitCount(most()) == 1);
  }

  /** From the start of the run if that was later than theirs. */
  Duration age() {
    return ended.stream().map(Ending::age).max(Comparator.naturalOrder()).orElseThrow();
  }

  String numbers() {
    return afterTheSameNumber() ? Times.calls(most()) : least() + " to " + most() + " calls";
  }

  /** Of a connection that ended. */
  static Duration age(ConnectionLoad one) {
    return one.ended().orElseThrow().minus(one.opened());
  }
}
