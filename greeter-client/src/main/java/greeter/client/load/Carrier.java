package greeter.client.load;

import greeter.client.load.ConnectionLoad.End;
import io.grpc.Attributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A connection while it carries calls; recorders of its event loop alone touch it. */
final class Carrier {
  /** Where a call finds the connection that carries it. */
  static final Attributes.Key<Carrier> KEY = Attributes.Key.create("greeter.client.load.carrier");

  private static final long STILL_THERE = Long.MAX_VALUE;

  private final int channel;
  private final long opened;
  private long ended = STILL_THERE;
  private Optional<End> end = Optional.empty();
  private long answered;
  private String firstPod = "";
  private boolean severalPods;
  private final Map<Integer, String> firstPods = new HashMap<>();
  private boolean spread;

  Carrier(int channel, long opened) {
    this.channel = channel;
    this.opened = opened;
  }

  int channel() {
    return channel;
  }

  boolean hasEnded() {
    return ended != STILL_THERE;
  }

  /** Whether it carried calls of the warm-up alone. */
  boolean endedBeforeTheRun() {
    return ended < 0;
  }

  boolean isExplained() {
    return end.isPresent();
  }

  /**
   * A call on it was answered.
   *
   * @param work the number of its method
   * @param pod its name; empty if it did not say
   * @return whether several pods have answered on it by now
   */
  boolean answeredBy(int work, String pod) {
    answered++;
    if (!pod.isEmpty()) {
      if (firstPod.isEmpty()) {
        firstPod = pod;
      }
      severalPods |= !pod.equals(firstPod);
      if (!spread) {
        String first = firstPods.putIfAbsent(work, pod);
        spread = first != null && !first.equals(pod);
      }
    }
    return severalPods;
  }

  /** It takes no more calls. */
  void ended(long now) {
    ended = Math.min(ended, now);
  }

  /** How it ended, or is about to. */
  void ended(long now, End how) {
    ended(now);
    end = Optional.of(how);
  }

  ConnectionLoad load() {
    return new ConnectionLoad(
        channel,
        Duration.ofNanos(Math.max(0, opened)),
        // What nobody explained, this side has ended.
        end.map(how -> Duration.ofNanos(ended)),
        end.orElse(End.NONE),
        answered,
        spread);
  }
}
