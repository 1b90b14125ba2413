package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.spread.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the first calls showed of the target; the other checks go by it.
 *
 * @param services those that answered each call, or most if none did
 * @param podsNameThemselves whether good answers carry the pod's name as metadata
 * @param peerIsProxy whether one connection reached several pods: whoever ends it or limits it is
 *     none of them
 * @param picked by service, the pods among which the proxy picks for each call to it; none if there
 *     is no such proxy, or they do not name themselves
 * @param roundTrip of a call
 * @param faultInjection whether the servers tell what they see, and do what they are asked to
 * @param failing how ordinary calls to these services fail now and then; empty if none did
 * @param streamsWork whether streams of these services are answered as single calls are
 */
record Facts(
    List<Service<?, ?>> services,
    boolean podsNameThemselves,
    boolean peerIsProxy,
    Map<String, Set<String>> picked,
    Duration roundTrip,
    FaultInjection faultInjection,
    Optional<String> failing,
    boolean streamsWork) {
  private static final Duration FEW_SECONDS = Duration.ofMillis(2_500);
  private static final int FEWEST_IN_FLIGHT = 4;

  static final Facts NONE =
      new Facts(
          List.of(),
          false,
          false,
          Map.of(),
          Duration.ZERO,
          FaultInjection.OFF,
          Optional.empty(),
          true);

  /**
   * Blames whoever ended a call: by {@link Blame#of}; and where one connection reaches several
   * pods, a GOAWAY can only be the proxy's, too.
   */
  Blame blame(Failed failed) {
    return peerIsProxy && failed.origin() == Origin.GOAWAY
        ? Blame.PROXY
        : Blame.of(failed, podsNameThemselves);
  }

  /**
   * Calls to keep in flight so that so many end in a few seconds: as few as will do, since a
   * balancer that goes by load sees differences in how fast pods are where there are many.
   */
  int inFlight(int calls) {
    double together = calls * (double) roundTrip.toMillis() / FEW_SECONDS.toMillis();
    return (int) Math.min(Sender.IN_FLIGHT, Math.max(FEWEST_IN_FLIGHT, Math.ceil(together)));
  }

  /** The service for checks that take one. */
  Service<?, ?> service() {
    return services.get(0);
  }

  /** The pods among which the proxy picks for calls to {@link #service}. */
  Set<String> pods() {
    return services.isEmpty() ? Set.of() : picked.getOrDefault(service().name(), Set.of());
  }

  /** The same where checks that take one service are to take this. */
  Facts with(Service<?, ?> service) {
    return of(List.of(service));
  }

  /** The same where these answer no more. */
  Facts without(Set<Service<?, ?>> hanging) {
    return of(services.stream().filter(service -> !hanging.contains(service)).toList());
  }

  /** The same where calls fail now and then, as told. */
  Facts failing(String how) {
    return of(services, Optional.of(how));
  }

  private Facts of(List<Service<?, ?>> answering) {
    return of(answering, failing);
  }

  private Facts of(List<Service<?, ?>> answering, Optional<String> theirCallsFail) {
    return new Facts(
        answering,
        podsNameThemselves,
        peerIsProxy,
        picked,
        roundTrip,
        faultInjection,
        theirCallsFail,
        streamsWork);
  }
}
