package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.spread.Sent;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether each service was answered by its own pods, and if not, what is wrong on the way. */
final class RouteJudge {
  /** Why some calls to a service have no answer, where others do. */
  static final String HANGS =
      "one of its pods hangs, or has gone without a word, and gets calls all the same";

  private static final String OR_SLOW = "; or all are too slow for the deadline";

  private final RouteCheck.Observation seen;

  private RouteJudge(RouteCheck.Observation seen) {
    this.seen = seen;
  }

  static Result judge(RouteCheck.Observation seen) {
    return new RouteJudge(seen).judge();
  }

  /**
   * What is wrong.
   *
   * @param topics of the fixes that may help
   */
  private record Fault(Blame blame, String cause, Set<String> topics) {}

  private Result judge() {
    List<String> evidence = evidence();
    if (evidence.isEmpty()) {
      return Result.pass(
          Code.LB_ROUTE,
          seen.calls().entrySet().stream()
                  .map(e -> e.getKey() + " by " + pods(e.getValue()))
                  .collect(Collectors.joining(", "))
              + "; an unknown service by none");
    }
    Optional<Failed> first = failures().findFirst();
    if (nobodyAnswers() && first.isPresent()) {
      if (isOfTheRequest(first.get())) {
        return Result.inconclusive(
            Code.LB_ROUTE,
            "needs a request that is answered with OK (--data, -H): " + evidence.get(0));
      }
      Optional<Refusal> refusal = Refusal.of(first.get()).filter(each -> !each.remedy().isEmpty());
      if (refusal.isPresent()) {
        return Result.of(
                Code.LB_ROUTE, Grade.FAIL, "every call is refused: " + refusal.get().what())
            .explained(refusal.get().remedy(), evidence);
      }
    }
    Fault fault =
        first
            .map(this::fault)
            .or(() -> seen.streams().values().stream().findFirst().map(this::fault))
            .orElse(
                new Fault(
                    Blame.CANNOT_TELL,
                    "somebody answers for whatever is asked",
                    Set.of("", "path")));
    return Result.of(Code.LB_ROUTE, Grade.FAIL, evidence.get(0))
        .because(fault.blame(), fault.cause(), evidence)
        .about(fault.topics());
  }

  private List<String> evidence() {
    List<String> evidence = new ArrayList<>();
    seen.calls()
        .forEach(
            (service, sent) ->
                sent.failed().stream()
                    .findFirst()
                    .ifPresent(
                        first ->
                            evidence.add(
                                "%s: %d of %d calls failed, the first with %s%s"
                                    .formatted(
                                        service,
                                        sent.failed().size(),
                                        sent.ended(),
                                        first.reason(),
                                        first.servedBy().map(pod -> ", by " + pod).orElse("")))));
    seen.calls()
        .forEach(
            (service, sent) -> {
              if (!sent.failed().isEmpty() && !sent.callsByPod().isEmpty()) {
                evidence.add(
                    "%s: the others came from %s"
                        .formatted(service, String.join(", ", sent.callsByPod().keySet())));
              }
            });
    seen.streams().forEach((service, fault) -> evidence.add(service + ": " + fault.what()));
    if (seen.nobodys().filter(ended -> ended.status().isOk()).isPresent()) {
      evidence.add(Foreign.NOBODYS + ": OK (expected: UNIMPLEMENTED)");
    }
    return evidence;
  }

  private Fault fault(StreamFault streams) {
    return streams
        .refused()
        .map(
            refused ->
                isDenied(refused)
                    ? new Fault(
                        Blame.of(refused, seen.podsNameThemselves()),
                        "a rule denies them, and not the service's single calls",
                        Set.of("denied"))
                    : new Fault(
                        Blame.of(refused, seen.podsNameThemselves()),
                        "a route takes single methods and not the whole service, or a rule refuses"
                            + " the others",
                        Set.of("", "path", "rule")))
        .orElse(
            new Fault(
                seen.peerIsProxy() ? Blame.PROXY : Blame.CANNOT_TELL,
                "something on the way keeps an answer until it is whole",
                Set.of("buffer")));
  }

  private static boolean isDenied(Failed refused) {
    Status.Code code = refused.status().getCode();
    return code == Status.Code.PERMISSION_DENIED || code == Status.Code.UNAUTHENTICATED;
  }

  private Fault fault(Failed first) {
    if (isAstray()) {
      // Where a connection has one pod, the caller may have named the pod itself.
      return new Fault(
          seen.peerIsProxy() || isSwapped() ? Blame.PROXY : Blame.CANNOT_TELL,
          "a path, or a Service's selector, reaches the pods of another service",
          Set.of("", "path"));
    }
    Blame blame = Blame.of(first, seen.podsNameThemselves());
    if (Refusal.isOfTheRate(first)) {
      return new Fault(
          blame,
          "a limit on the rate of calls, or on calls at once, or a rule that answers as one",
          Set.of("rate", "rule"));
    }
    if (Refusal.isOfHttp1(first)) {
      return new Fault(
          blame,
          "the proxy asks the pods in HTTP/1.x, which no gRPC server speaks",
          Set.of("pods"));
    }
    if (isOfSomePods(Status.Code.DEADLINE_EXCEEDED)) {
      return new Fault(Blame.CANNOT_TELL, HANGS + OR_SLOW, Set.of("hangs"));
    }
    if (isOfSomePods(Status.Code.UNAVAILABLE)) {
      return new Fault(
          Blame.CANNOT_TELL,
          "one of its pods is dead, not ready, or not reached by HTTP/2, and no other is tried;"
              + " or a limit on calls, or a rule, refuses some of them",
          Set.of("some", "ready", "rate", "rule"));
    }
    if (Refusal.reachesNoPod(first)) {
      // Whether it is the pods that are not there, or the proxy that cannot talk to them.
      return new Fault(
          Blame.CANNOT_TELL,
          "none of its pods is ready, the proxy does not reach them by HTTP/2, or it answers so by"
              + " itself",
          Set.of("pods", "ready"));
    }
    Optional<Refusal> refusal = Refusal.of(first);
    // Who is let in with one call lacks nothing for another.
    boolean isNowAndThen = first.isUnsigned() && isOfSomePods(first.status().getCode());
    if (refusal.isPresent() && !isNowAndThen) {
      return new Fault(blame, refusal.get().cause(), Set.of());
    }
    if (first.status().getCode() == Status.Code.UNIMPLEMENTED) {
      if (first.servedBy().isPresent()) {
        return isOfAPodApart()
            ? new Fault(
                Blame.CANNOT_TELL,
                "a pod among those that answer does not have the method: it is of another service"
                    + " (compare the Service's selector with the pods' labels), or of another"
                    + " version",
                Set.of("", "path"))
            : new Fault(blame, "the pods do not have the method", Set.of());
      }
      return new Fault(
          blame,
          nobodyAnswers()
              ? "no route matches: another host is meant (--authority), or there are no paths"
              : "its path is missing",
          Set.of("", "path"));
    }
    if (isOfSomePods(first.status().getCode())) {
      return new Fault(
          blame,
          "calls fail now and then, where others to the same method are answered: a rule, a limit or"
              + " an overload",
          Set.of("rule"));
    }
    return new Fault(
        blame,
        nobodyAnswers()
            ? "no route matches, or no pod is ready"
            : "a path is missing, or its pods are not ready",
        Set.of("", "path", "ready"));
  }

  private boolean nobodyAnswers() {
    return seen.calls().keySet().stream().noneMatch(seen::answers);
  }

  private Stream<Failed> failures() {
    return seen.calls().values().stream().flatMap(sent -> sent.failed().stream());
  }

  /**
   * Whether pods of another service got calls: whoever sent them there erred, not who says that it
   * does not know the method.
   */
  private boolean isAstray() {
    return isSwapped()
        || seen.calls().entrySet().stream()
            .anyMatch(
                e -> refusing(e.getValue()).stream().anyMatch(pod -> answersElse(pod, e.getKey())));
  }

  private boolean answersElse(String pod, String service) {
    return seen.calls().entrySet().stream()
        .filter(other -> !other.getKey().equals(service))
        .anyMatch(other -> other.getValue().callsByPod().containsKey(pod));
  }

  /**
   * Whether each service is refused, by pods of its own: on one connection, so that a proxy has
   * sent the calls to them, and all to the wrong ones.
   */
  private boolean isSwapped() {
    List<Set<String>> refusing = seen.calls().values().stream().map(RouteJudge::refusing).toList();
    return refusing.size() > 1
        && refusing.stream().noneMatch(Set::isEmpty)
        && nobodyAnswers()
        && refusing.stream().flatMap(Set::stream).distinct().count()
            == refusing.stream().mapToLong(Set::size).sum();
  }

  /** Whether a pod answers none of a service's calls, and others of it do. */
  private boolean isOfAPodApart() {
    return seen.calls().values().stream()
        .anyMatch(
            sent ->
                !sent.callsByPod().isEmpty()
                    && !sent.callsByPod().keySet().containsAll(refusing(sent)));
  }

  /** The pods that do not know the method. */
  private static Set<String> refusing(Sent sent) {
    return sent.failed().stream()
        .filter(failed -> failed.status().getCode() == Status.Code.UNIMPLEMENTED)
        .flatMap(failed -> failed.servedBy().stream())
        .collect(Collectors.toSet());
  }

  /**
   * Whether calls fail so, while others of the same service are answered: as those to a dead pod
   * do, or to one that hangs.
   */
  private boolean isOfSomePods(Status.Code code) {
    return seen.calls().entrySet().stream()
        .filter(e -> !e.getValue().failed().isEmpty())
        .findFirst()
        .filter(
            e ->
                seen.answers(e.getKey()) && e.getValue().failed().get(0).status().getCode() == code)
        .isPresent();
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
