package greeter.client.load;

import greeter.client.load.ConnectionLoad.End;
import io.grpc.Attributes;
import java.time.Duration;
import java.util.Optional;

/** A connection while it carries calls; its recorder alone touches it. */
final class Carrier {
  /** Where a call finds the connection that carries it. */
  static final Attributes.Key<Carrier> KEY = Attributes.Key.create("greeter.client.load.carrier");

  private static final long STILL_THERE = Long.MAX_VALUE;

  private final int channel;
  private final long opened;
  private long ended = STILL_THERE;
  private Optional<End> end = Optional.empty();
  private long answered;
  private String pod = "";

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

  boolean isExplained() {
    return end.isPresent();
  }

  /**
   * A call on it was answered.
   *
   * @param name the pod's; empty if it did not say
   * @return whether another pod has answered on it before
   */
  boolean answeredBy(String name) {
    answered++;
    if (pod.isEmpty()) {
      pod = name;
    }
    return !name.isEmpty() && !name.equals(pod);
  }

  /** A call on it was answered that is counted nowhere else. */
  void answeredEarly() {
    answered++;
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
        end.map(how -> Duration.ofNanos(Math.max(0, ended))),
        end.orElse(End.NONE),
        answered);
  }
}
