package greeter.client.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Latencies of answered calls, frozen: in microseconds, with an error of a hundredth at most, so
 * that those of several runs add up exactly.
 */
public final class Latency {
  /** Two significant digits: a tenth of the memory of three, for each pod of each service. */
  static final int DIGITS = 2;

  public static final Latency NONE = new Latency(new Histogram(DIGITS));

  private final Histogram micros;

  private Latency(Histogram micros) {
    this.micros = micros;
  }

  /** Of what was recorded by now. */
  static Latency of(Histogram micros) {
    return new Latency(micros.copy());
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws IllegalArgumentException if it is nothing of the kind
   */
  public static Latency decoded(String text) {
    try {
      return new Latency(
          Histogram.decodeFromCompressedByteBuffer(
              ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0));
    } catch (DataFormatException | RuntimeException e) { // its decoder throws many
      throw new IllegalArgumentException("not a compressed HdrHistogram in base64", e);
    }
  }

  /** In HdrHistogram's compressed form (V2), in base64. */
  public String encoded() {
    ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
    int length = micros.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.rewind();
    buffer.get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  public Latency plus(Latency more) {
    Histogram sum = micros.copy();
    sum.add(more.micros);
    return new Latency(sum);
  }

  public long count() {
    return micros.getTotalCount();
  }

  /**
   * The time within which so many of the calls were answered; zero where none was.
   *
   * @param percentile 0..100
   */
  public Duration at(double percentile) {
    return Duration.of(micros.getValueAtPercentile(percentile), ChronoUnit.MICROS);
  }

  /** Zero where none was answered. */
  Duration mean() {
    return Duration.ofNanos(Math.round(micros.getMean() * 1_000));
  }

  public Duration max() {
    return Duration.of(micros.getMaxValue(), ChronoUnit.MICROS);
  }

  /** For what prints it whole. */
  public Histogram histogram() {
    return micros.copy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Latency latency && micros.equals(latency.micros);
  }

  @Override
  public int hashCode() {
    return micros.hashCode();
  }

  @Override
  public String toString() {
    return count() + " calls, p50 " + at(50) + ", max " + max();
  }
}
