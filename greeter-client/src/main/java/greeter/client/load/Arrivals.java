package greeter.client.load;

import java.util.random.RandomGenerator;

/** In which distances calls follow one another; on the average it is that of the rate. */
public final class Arrivals {
  private final String name;
  private final RandomGenerator random;
  private double calls;

  private Arrivals(String name, RandomGenerator random, double first) {
    this.name = name;
    this.random = random;
    this.calls = first;
  }

  /** As even as the rate: the first at once. */
  public static Arrivals constant() {
    return new Arrivals("constant", null, 0);
  }

  /** As from many users who know nothing of one another. */
  public static Arrivals poisson(RandomGenerator random) {
    return new Arrivals("poisson", random, random.nextExponential());
  }

  /**
   * The place of the next call, in calls that are due before it on the average: {@link
   * Rate#dueNanos} makes a time of it, whatever the rate is just then.
   */
  double next() {
    double place = calls;
    calls += random == null ? 1 : random.nextExponential();
    return place;
  }

  @Override
  public String toString() {
    return name;
  }
}
