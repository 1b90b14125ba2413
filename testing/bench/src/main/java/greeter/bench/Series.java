package greeter.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The turns of one client, or of one server. */
record Series(String name, List<Sample> samples) {
  /** A figure over all turns; of an even number of turns the median is the lower one of two. */
  record Figure(double median, double min, double max) {}

  Series {
    samples = List.copyOf(samples);
  }

  Figure rate() {
    return figure(Sample::rate);
  }

  Figure p50() {
    return figure(Sample::p50);
  }

  Figure busy() {
    return figure(Sample::busy);
  }

  private Figure figure(ToDoubleFunction<Sample> of) {
    double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
    return new Figure(sorted[(sorted.length - 1) / 2], sorted[0], sorted[sorted.length - 1]);
  }
}
