package greeter.client.spread;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Outcomes as strings: a letter is the pod that answered, - a failure, ? an answer unnamed. */
public final class Outcomes {
  private Outcomes() {}

  /** One string for each connection; all planned calls ended. */
  public static Sent sent(String... connections) {
    List<List<Outcome>> outcomes = Arrays.stream(connections).map(Outcomes::of).toList();
    return new Sent(outcomes.stream().mapToInt(List::size).sum(), outcomes);
  }

  /** The answered calls, and then these, on one connection. */
  public static Sent sent(String answered, List<Failed> failed) {
    List<Outcome> outcomes = new ArrayList<>(of(answered));
    outcomes.addAll(failed);
    return new Sent(outcomes.size(), List.of(outcomes));
  }

  /** The cycle over and over, {@code length} calls in all. */
  public static String cycle(String cycle, int length) {
    return cycle.repeat(length / cycle.length() + 1).substring(0, length);
  }

  public static Failed failed(Status status, Origin origin) {
    return new Failed(status, Optional.empty(), origin);
  }

  private static List<Outcome> of(String calls) {
    return calls.chars().mapToObj(call -> of((char) call)).toList();
  }

  private static Outcome of(char call) {
    return switch (call) {
      case '-' -> failed(Status.UNAVAILABLE.withDescription("gone"), Origin.UNKNOWN);
      case '?' -> new Served("Hello", Optional.empty(), false, Optional.empty());
      default -> new Served("Hello", Optional.of(String.valueOf(call)), true, Optional.empty());
    };
  }
}
