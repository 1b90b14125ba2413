package greeter.client.calls;

import greeter.client.calls.Outcome.Failed;
import io.grpc.Status.Code;
import java.util.Set;

/** Who is to blame for a failed call. "Cannot tell" is an answer, too. */
public enum Blame {
  APP("app"),
  PROXY("proxy"),
  NETWORK("network"),
  CANNOT_TELL("cannot tell");

  // What our servers' own transport refuses with, below the layer that names the pod.
  private static final Set<Code> TRANSPORT_REFUSALS =
      Set.of(Code.UNIMPLEMENTED, Code.RESOURCE_EXHAUSTED, Code.INTERNAL);

  private final String text;

  Blame(String text) {
    this.text = text;
  }

  /**
   * Blames whoever sent the status.
   *
   * @param podsNameThemselves whether the target's good answers carry the pod's name as metadata;
   *     only then does its absence show that somebody else has spoken
   */
  public static Blame of(Failed failed, boolean podsNameThemselves) {
    return switch (failed.origin()) {
      case APP -> APP;
      case NOT_GRPC -> PROXY;
      case CONNECTION -> NETWORK;
      case UNSIGNED ->
          podsNameThemselves && !TRANSPORT_REFUSALS.contains(failed.status().getCode())
              ? PROXY
              : CANNOT_TELL;
      case UNKNOWN -> CANNOT_TELL;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
