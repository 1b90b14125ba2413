package greeter.bench;

import java.util.List;

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

  Figure busy() {
    return Figure.of(samples, Sample::busy);
  }
}
