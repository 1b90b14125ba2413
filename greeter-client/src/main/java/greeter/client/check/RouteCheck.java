package greeter.client.check;

import greeter.api.Seen;
import greeter.client.calls.Blame;
import greeter.client.calls.Caller;
import greeter.client.calls.LiveCall;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.Outcome.Served;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * LB-ROUTE: each service is answered by its own pods, and nobody answers for a service that does
 * not exist. These are the first calls of a run: what they show of the target goes to the bench.
 */
final class RouteCheck implements Check {
  /** One call in ten that goes astray is missed in one run of 500. */
  private static final int CALLS = 60;

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * What was seen.
   *
   * @param calls to each service, by its name
   * @param nobodys the end of a call to a service that does not exist; empty if it had none in time
   */
  record Observation(Map<String, Sent> calls, Optional<Ended> nobodys) {
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
    try (Sender sender = new Sender(bench.connector(), caller, plan, Sender.IN_FLIGHT, LIMIT)) {
      bench
          .services()
          .forEach(service -> calls.put(service.name(), sender.send(service.greeting())));
    }
    calls.forEach(bench::meet);
    ManagedChannel channel = bench.channel();
    Observation seen = new Observation(calls, endOfNobodys(bench, channel));
    List<Service<?, ?>> answering =
        bench.services().stream().filter(service -> seen.answers(service.name())).toList();
    long start = bench.pace().nanoTime();
    boolean faultInjection =
        !answering.isEmpty()
            && tellsWhatItSees(channel, answering.get(0), bench.asked().deadline());
    bench.learn(
        new Facts(
            answering,
            seen.podsNameThemselves(),
            seen.peerIsProxy(),
            answering.isEmpty() ? Set.of() : seen.picked(answering.get(0).name()),
            Duration.ofNanos(bench.pace().nanoTime() - start),
            faultInjection));
    return List.of(judge(seen));
  }

  private static Optional<Ended> endOfNobodys(Bench bench, ManagedChannel channel)
      throws InterruptedException {
    Duration deadline = bench.asked().deadline();
    return Foreign.callNobodys(channel, bench.podFrom(), deadline)
        .endWithin(deadline.multipliedBy(2));
  }

  private static boolean tellsWhatItSees(
      ManagedChannel channel, Service<?, ?> service, Duration deadline)
      throws InterruptedException {
    LiveCall<?, ?> call = service.call(channel, deadline);
    return call.endWithin(deadline.multipliedBy(2)).isPresent()
        && call.headers().isDone()
        && Seen.in(call.headers().join()).isPresent();
  }

  static Result judge(Observation seen) {
    List<String> evidence = new ArrayList<>();
    Optional<Blame> blame = Optional.empty();
    for (Map.Entry<String, Sent> service : seen.calls().entrySet()) {
      List<Failed> failed = service.getValue().failed();
      if (!failed.isEmpty()) {
        Failed first = failed.get(0);
        evidence.add(
            "%s: %d of %d calls failed, the first with %s%s"
                .formatted(
                    service.getKey(),
                    failed.size(),
                    service.getValue().ended(),
                    first.reason(),
                    first.servedBy().map(pod -> ", by " + pod).orElse("")));
        blame =
            blame.or(
                () ->
                    Optional.of(
                        isOfSomePods(seen)
                            ? Blame.CANNOT_TELL
                            : blame(first, service.getKey(), seen)));
      }
    }
    if (seen.nobodys().filter(ended -> ended.status().isOk()).isPresent()) {
      evidence.add(Foreign.NOBODYS + ": OK (expected: UNIMPLEMENTED)");
      blame = blame.or(() -> Optional.of(Blame.CANNOT_TELL));
    }
    if (evidence.isEmpty()) {
      return Result.pass(
          Code.LB_ROUTE,
          seen.calls().entrySet().stream()
                  .map(e -> e.getKey() + " by " + pods(e.getValue()))
                  .collect(Collectors.joining(", "))
              + "; an unknown service by none");
    }
    boolean answered = seen.calls().keySet().stream().anyMatch(seen::answers);
    Optional<Failed> ofTheRequest = failures(seen).findFirst().filter(RouteCheck::isOfTheRequest);
    if (!answered && ofTheRequest.isPresent()) {
      return Result.inconclusive(
          Code.LB_ROUTE,
          "needs a request that is answered with OK (--data, -H): " + evidence.get(0));
    }
    Optional<Refusal> refusal =
        answered ? Optional.empty() : refusal(seen).filter(each -> !each.remedy().isEmpty());
    if (refusal.isPresent()) {
      return Result.of(Code.LB_ROUTE, Grade.FAIL, "every call is refused: " + refusal.get().what())
          .explained(refusal.get().remedy(), evidence);
    }
    Fault fault = fault(seen);
    return Result.of(Code.LB_ROUTE, Grade.FAIL, evidence.get(0))
        .because(blame.orElseThrow(), fault.cause(), evidence)
        .about(fault.topics());
  }

  /**
   * A pod that serves the other service was not meant to get the call: who sent it there erred.
   * Where a connection has one pod, that may be the caller, who named the pod itself.
   */
  private static Blame blame(Failed failed, String service, Observation seen) {
    return isAstray(failed, service, seen)
        ? seen.peerIsProxy() || isSwapped(seen) ? Blame.PROXY : Blame.CANNOT_TELL
        : Blame.of(failed, seen.podsNameThemselves());
  }

  private static boolean isAstray(Failed failed, String service, Observation seen) {
    if (isSwapped(seen)) {
      return true;
    }
    return failed.status().getCode() == Status.Code.UNIMPLEMENTED
        && failed
            .servedBy()
            .filter(
                pod ->
                    seen.calls().entrySet().stream()
                        .filter(other -> !other.getKey().equals(service))
                        .anyMatch(other -> other.getValue().callsByPod().containsKey(pod)))
            .isPresent();
  }

  /**
   * Whether each service is refused, by pods of its own: on one connection, so that a proxy has
   * sent the calls to them, and all to the wrong ones.
   */
  private static boolean isSwapped(Observation seen) {
    List<Set<String>> refusing =
        seen.calls().values().stream()
            .map(
                sent ->
                    sent.failed().stream()
                        .filter(failed -> failed.status().getCode() == Status.Code.UNIMPLEMENTED)
                        .flatMap(failed -> failed.servedBy().stream())
                        .collect(Collectors.toSet()))
            .toList();
    return refusing.size() > 1
        && refusing.stream().noneMatch(Set::isEmpty)
        && seen.calls().keySet().stream().noneMatch(seen::answers)
        && refusing.stream().flatMap(Set::stream).distinct().count()
            == refusing.stream().mapToLong(Set::size).sum();
  }

  /**
   * Whether calls fail as those to a dead pod do, while others of the same service are answered.
   */
  private static boolean isOfSomePods(Observation seen) {
    return seen.calls().entrySet().stream()
        .filter(e -> !e.getValue().failed().isEmpty())
        .findFirst()
        .filter(
            e ->
                seen.answers(e.getKey())
                    && e.getValue().failed().get(0).status().getCode() == Status.Code.UNAVAILABLE)
        .isPresent();
  }

  /**
   * What is wrong, as far as the first failure shows.
   *
   * @param topics of the fixes that may help
   */
  private record Fault(String cause, Set<String> topics) {}

  private static Fault fault(Observation seen) {
    boolean astray =
        seen.calls().entrySet().stream()
            .anyMatch(
                e -> e.getValue().failed().stream().anyMatch(f -> isAstray(f, e.getKey(), seen)));
    if (astray) {
      return new Fault(
          "a path, or a Service's selector, reaches the pods of another service",
          Set.of("", "path"));
    }
    boolean nobodyAnswers = seen.calls().keySet().stream().noneMatch(seen::answers);
    Optional<Status.Code> code = failures(seen).findFirst().map(f -> f.status().getCode());
    if (isOfSomePods(seen)) {
      return new Fault(
          "one of its pods went while this ran, or gets calls though it is not ready",
          Set.of("pods"));
    }
    boolean unavailable = code.equals(Optional.of(Status.Code.UNAVAILABLE));
    Optional<Refusal> refusal = refusal(seen);
    if (refusal.isPresent()) {
      return new Fault(refusal.get().cause(), unavailable ? Set.of("", "pods") : Set.of(""));
    }
    if (code.equals(Optional.of(Status.Code.UNIMPLEMENTED))) {
      if (failures(seen).findFirst().flatMap(Failed::servedBy).isPresent()) {
        return new Fault("the pods do not have the method", Set.of());
      }
      return new Fault(
          nobodyAnswers
              ? "no route matches: another host is meant (--authority), or there are no paths"
              : "its path is missing",
          Set.of("", "path"));
    }
    if (unavailable) {
      return new Fault(
          "none of its pods is ready, or the proxy does not reach them by HTTP/2",
          Set.of("", "pods"));
    }
    return new Fault(
        nobodyAnswers
            ? "no route matches, or no pod is ready"
            : "a path is missing, or its pods are not ready",
        Set.of("", "path", "pods"));
  }

  private static Optional<Refusal> refusal(Observation seen) {
    return failures(seen).findFirst().flatMap(Refusal::of);
  }

  private static Stream<Failed> failures(Observation seen) {
    return seen.calls().values().stream().flatMap(sent -> sent.failed().stream());
  }

  /** An error that a method gives to what it is asked, not one of the way to it. */
  private static boolean isOfTheRequest(Failed failed) {
    return switch (failed.status().getCode()) {
      case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE ->
          failed.origin() == Origin.APP || failed.origin() == Origin.UNSIGNED;
      // Proxies say these, too.
      case UNAUTHENTICATED, PERMISSION_DENIED -> failed.origin() == Origin.APP;
      default -> false;
    };
  }

  private static String pods(Sent sent) {
    int pods = sent.callsByPod().size();
    return switch (pods) {
      case 0 -> "pods without a name";
      case 1 -> "1 pod";
      default -> pods + " pods";
    };
  }
}
