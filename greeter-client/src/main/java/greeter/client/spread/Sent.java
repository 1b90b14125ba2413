package greeter.client.spread;

import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the calls to one service ended.
 *
 * @param planned calls; fewer ended if the run was stopped
 * @param connections the outcomes on each, in send order; where channels themselves balance, on
 *     each channel
 */
public record Sent(int planned, List<List<Outcome>> connections) {
  /** A tenth of {@link Plan#FALSE_ALARM}: pinning must not use up the chance that shares have. */
  static final double BY_CHANCE = Plan.FALSE_ALARM / 10;

  /** What a connection does with its calls, as far as they show. */
  public enum Pattern {
    /** Some connection reaches several pods. */
    SPREAD,
    /**
     * Each connection reaches one pod, but not all of them the same; and so many calls found their
     * connection's pod again that random picks would do so in one run of 10,000.
     */
    PINNED,
    /** One pod is all that several calls reached. */
    ONE_POD,
    /** No connection carried two answered calls, or too few did. */
    NOT_SEEN
  }

  /**
   * Of what was sent on channels that use one connection at a time. One that dialled anew had
   * several, each of which a plain TCP proxy may have led to another pod; failures count with the
   * connection before them.
   */
  static Sent onChannels(int planned, List<List<Outcome>> channels) {
    return new Sent(planned, channels.stream().flatMap(Sent::byConnection).toList());
  }

  private static Stream<List<Outcome>> byConnection(List<Outcome> onChannel) {
    Map<Optional<SocketAddress>, List<Outcome>> byConnection = new LinkedHashMap<>();
    Optional<SocketAddress> connection =
        onChannel.stream()
            .filter(Served.class::isInstance)
            .findFirst()
            .map(Served.class::cast)
            .flatMap(Served::connection);
    byConnection.put(connection, new ArrayList<>());
    for (Outcome outcome : onChannel) {
      if (outcome instanceof Served served) {
        connection = served.connection();
      }
      byConnection.computeIfAbsent(connection, key -> new ArrayList<>()).add(outcome);
    }
    return byConnection.values().stream();
  }

  public long ended() {
    return outcomes().count();
  }

  public List<Failed> failed() {
    return only(Failed.class).toList();
  }

  public List<Served> served() {
    return only(Served.class).toList();
  }

  /** Whether good answers carry the pod's name as metadata. */
  public boolean podsNameThemselves() {
    return only(Served.class).anyMatch(Served::byMetadata);
  }

  /** Whether all that came back is that there is no such method. */
  boolean isServedByNobody() {
    return served().isEmpty()
        && !failed().isEmpty()
        && failed().stream().allMatch(f -> f.status().getCode() == Status.Code.UNIMPLEMENTED);
  }

  /** Answers that name no pod at all. */
  long unnamed() {
    return only(Served.class).filter(served -> served.pod().isEmpty()).count();
  }

  /** Answered calls of each pod, by its name. */
  public Map<String, Long> callsByPod() {
    return count(pods(outcomes()));
  }

  /** Connections of each pod, where a connection reaches one only. */
  public Map<String, Long> connectionsByPod() {
    return count(connections.stream().flatMap(calls -> pods(calls.stream()).limit(1)));
  }

  public Pattern pattern() {
    if (connections.stream().anyMatch(calls -> pods(calls.stream()).distinct().count() > 1)) {
      return Pattern.SPREAD;
    }
    Map<String, Long> callsByPod = callsByPod();
    if (callsByPod.size() == 1 && named() > 1) {
      return Pattern.ONE_POD;
    }
    return again() > 0 && Math.pow(Order.sameAgain(callsByPod), again()) <= BY_CHANCE
        ? Pattern.PINNED
        : Pattern.NOT_SEEN;
  }

  /** Answers that name their pod. */
  public int named() {
    return (int) pods(outcomes()).count();
  }

  /** Calls with a named answer, beyond the first on each connection. */
  public int again() {
    return connections.stream()
        .mapToInt(calls -> Math.max(0, (int) pods(calls.stream()).count() - 1))
        .sum();
  }

  private Stream<Outcome> outcomes() {
    return connections.stream().flatMap(List::stream);
  }

  private <T extends Outcome> Stream<T> only(Class<T> type) {
    return outcomes().filter(type::isInstance).map(type::cast);
  }

  static Stream<String> pods(Stream<Outcome> outcomes) {
    return outcomes
        .filter(Served.class::isInstance)
        .map(outcome -> ((Served) outcome).pod())
        .flatMap(Optional::stream);
  }

  private static Map<String, Long> count(Stream<String> names) {
    return names.collect(
        Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
