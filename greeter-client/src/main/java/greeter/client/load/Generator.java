package greeter.client.load;

import java.time.Duration;

/**
 * How the machine that sent the calls did, so that a reader knows when it was the limit.
 *
 * @param cpu processor time of this process during the run
 * @param cores that it may use
 * @param late by how much calls had their turn after they were due; nothing in a closed loop
 */
public record Generator(Duration cpu, int cores, Latency late) {
  /** Later than this, and the sender has fallen behind. */
  public static final Duration BEHIND = Duration.ofMillis(10);

  /** As few may be late by chance, of however few calls. */
  static final int BY_CHANCE = 4;

  /** Whether one call in a hundred, and more than a few, had their turn late. */
  public boolean fellBehind() {
    long all = late.count();
    long few = Math.max(all / 100, BY_CHANCE);
    return all > few && late.at(100.0 * (all - few) / all).compareTo(BEHIND) > 0;
  }

  /** Whether the processors were busy nearly all the time. */
  public boolean isTheLimit(Duration lasted) {
    return share(lasted) > 0.9;
  }

  /** Of all cores that it may use, 0..1; 0 of a run that ended before it began. */
  public double share(Duration lasted) {
    return lasted.isZero() ? 0 : cpu.toNanos() / (double) (lasted.toNanos() * cores);
  }
}
