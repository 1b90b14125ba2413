package greeter.client.check;

import greeter.client.calls.Caller;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * LB-ROUTE: each service is answered by its own pods, and nobody answers for a service that does
 * not exist. These are the first calls of a run: what they show of the target goes to the bench.
 */
final class RouteCheck implements Check {
  /** One call in ten that goes astray is missed in one run of 500. */
  private static final int CALLS = 60;

  /** Few, so that a limit on calls at once, which STREAMS-MAX finds, lets them pass. */
  private static final int IN_FLIGHT = 20;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * What was seen.
   *
   * @param calls to each service, by its name
   * @param streams why they do not work, of services whose calls are answered, by name
   * @param nobodys the end of a call to a service that does not exist; empty if it had none in time
   */
  record Observation(
      Map<String, Sent> calls, Map<String, StreamFault> streams, Optional<Ended> nobodys) {
    boolean podsNameThemselves() {
      return calls.values().stream().anyMatch(Sent::podsNameThemselves);
    }

    boolean peerIsProxy() {
      return calls.values().stream().anyMatch(sent -> sent.pattern() == Sent.Pattern.SPREAD);
    }

    /** The pods among which calls to a service are spread; empty if they are not. */
    Set<String> picked(String service) {
      Sent sent = calls.get(service);
      return sent.pattern() == Sent.Pattern.SPREAD
          ? sent.served().stream()
              .filter(Served::byMetadata)
              .flatMap(served -> served.pod().stream())
              .collect(Collectors.toSet())
          : Set.of();
    }

    boolean answers(String service) {
      return !calls.get(service).served().isEmpty();
    }

    /** Where some calls fail, whatever fails later may be one of them. */
    boolean answersEach(String service) {
      return answers(service) && calls.get(service).failed().isEmpty();
    }

    boolean answersMost(String service) {
      return calls.get(service).served().size() > calls.get(service).failed().size();
    }

    /** Those to go by: that answer each call, or else most. */
    List<Service<?, ?>> answering(List<Service<?, ?>> services) {
      List<Service<?, ?>> each =
          services.stream().filter(service -> answersEach(service.name())).toList();
      return each.isEmpty()
          ? services.stream().filter(service -> answersMost(service.name())).toList()
          : each;
    }

    /** How calls to one of these services fail now and then; empty if none does. */
    Optional<String> failing(List<Service<?, ?>> services) {
      return services.stream()
          .flatMap(service -> calls.get(service.name()).failed().stream())
          .map(Failed::reason)
          .findFirst();
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.LB_ROUTE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Map<String, Sent> calls = new LinkedHashMap<>();
    Caller caller = bench.caller();
    Plan plan = new Plan(CALLS, OptionalInt.of(1));
    // One connection for all: where it has one pod, that pod shows which service is its own.
    // The first call may meet a pod that hangs, and take all of its deadline.
    Duration limit = LIMIT.plus(bench.asked().deadline());
    try (Sender sender = new Sender(bench.connector(), caller, plan, IN_FLIGHT, limit)) {
      bench
          .services()
          .forEach(service -> calls.put(service.name(), sender.send(service.greeting())));
    }
    calls.forEach(bench::meet);
    ManagedChannel channel = bench.channel();
    Optional<Ended> nobodys = endOfNobodys(bench, channel);
    Observation alone = new Observation(calls, Map.of(), nobodys);
    List<Service<?, ?>> answering = alone.answering(bench.services());
    Map<String, StreamFault> streams =
        alone.podsNameThemselves() && alone.failing(answering).isEmpty()
            ? streamFaults(answering, channel, bench.asked().deadline())
            : Map.of();
    Observation seen = new Observation(calls, streams, nobodys);
    long start = bench.pace().nanoTime();
    Duration deadline = bench.asked().deadline();
    boolean told =
        !answering.isEmpty() && FaultInjection.isTold(channel, answering.get(0), deadline);
    Duration roundTrip = Duration.ofNanos(bench.pace().nanoTime() - start);
    boolean obeyed =
        answering.stream().limit(1).anyMatch(service -> service.ofOurs().isPresent())
            && FaultInjection.isObeyed(channel, answering.get(0), deadline);
    bench.learn(
        new Facts(
            answering,
            seen.podsNameThemselves(),
            seen.peerIsProxy(),
            answering.stream()
                .map(Service::name)
                .collect(Collectors.toUnmodifiableMap(name -> name, seen::picked)),
            roundTrip,
            FaultInjection.of(told, obeyed),
            seen.failing(answering),
            streams.isEmpty()));
    return List.of(RouteJudge.judge(seen));
  }

  private static Map<String, StreamFault> streamFaults(
      List<Service<?, ?>> services, ManagedChannel channel, Duration deadline)
      throws InterruptedException {
    Map<String, StreamFault> faults = new LinkedHashMap<>();
    for (Service<?, ?> service : services) {
      if (service.ofOurs().isPresent()) {
        StreamFault.of(service, channel, deadline)
            .ifPresent(fault -> faults.put(service.name(), fault));
      }
    }
    return faults;
  }

  private static Optional<Ended> endOfNobodys(Bench bench, ManagedChannel channel)
      throws InterruptedException {
    Duration deadline = bench.asked().deadline();
    return Foreign.callNobodys(channel, bench.podFrom(), deadline)
        .endWithin(deadline.multipliedBy(2));
  }
}
