package greeter.bench;

import java.util.List;
import java.util.stream.IntStream;

/** The turns of one client, or of one server. */
record Series(String name, List<Sample> samples) {
  Series {
    samples = List.copyOf(samples);
  }

  Figure rate() {
    return Figure.of(samples, Sample::rate);
  }

  Figure p50() {
    return Figure.of(samples, Sample::p50);
  }

  /** Whether the client may have measured itself. */
  boolean isVoid() {
    return Agreement.isVoid(busy());
  }

  /** What this one has times as many of in a second as another, turn by turn. */
  Figure over(Series other) {
    return Figure.of(
        IntStream.range(0, samples.size())
            .mapToObj(turn -> samples.get(turn).rate() / other.samples.get(turn).rate())
            .toList(),
        ratio -> ratio);
  }

  Figure busy() {
    return Figure.of(samples, Sample::busy);
  }
}
