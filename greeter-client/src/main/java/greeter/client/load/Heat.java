package greeter.client.load;

import java.time.Duration;

/** The steps of latency in the map of heat over time: each is the root of two times the last. */
public final class Heat {
  /** Up to 90 s; the last holds all that is slower. */
  public static final int BUCKETS = 42;

  private static final double FIRST_MICROS = 64;

  private Heat() {}

  static int bucketOf(long micros) {
    if (micros < FIRST_MICROS) {
      return 0;
    }
    double steps = 2 * Math.log(micros / FIRST_MICROS) / Math.log(2);
    return Math.min(BUCKETS - 1, 1 + (int) steps);
  }

  /** Where a bucket begins; zero for the first. */
  public static Duration from(int bucket) {
    return bucket == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.round(FIRST_MICROS * 1_000 * Math.pow(2, (bucket - 1) / 2.0)));
  }
}
