package greeter.client.check;

import static greeter.client.spread.Outcomes.failed;
import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.RouteCheck.Observation;
import greeter.client.spread.Sent;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteJudgeTest {
  private static final Ended UNIMPLEMENTED = ended(Status.UNIMPLEMENTED, Origin.APP);

  @Test
  void judge_eachServiceByItsPods_passes() {
    Result result = judge(sent("ABCABC"), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line())
        .isEqualTo("Hello by 3 pods, Goodbye by 3 pods; an unknown service by none");
    assertThat(result.seen()).isEmpty();
  }

  @Test
  void judge_missingPath_isTheProxys() {
    Status notFound =
        Status.UNIMPLEMENTED.withDescription(
            "HTTP status code 404\ninvalid content-type: text/html");

    Result result =
        judge(
            sent("ABC"), onlyFailed(failed(notFound, Origin.NOT_GRPC)), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo(
            "Goodbye: 3 of 3 calls failed, the first with UNIMPLEMENTED: HTTP status code 404");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).isEqualTo("its path is missing");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("location"))
        .noneMatch(setting -> setting.contains("readinessProbe"));
  }

  @Test
  void judge_callsThatACircuitBreakerRefuses_areTooManyAtOnce() {
    Failed refused =
        failed(
            Status.UNAVAILABLE.withDescription(
                "upstream connect error or disconnect/reset before headers. reset reason:"
                    + " overflow"),
            Origin.UNSIGNED);

    Result result = judge(sent("ABAB", List.of(refused)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).startsWith("a limit on the rate of calls, or on calls at once");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("circuit_breakers"))
        .noneMatch(setting -> setting.contains("readinessProbe"));
  }

  /** As one that is stopped: nginx goes on to give it its share. */
  @Test
  void judge_podThatHangs_isNoMissingPath() {
    Failed late = failed(Status.DEADLINE_EXCEEDED, Origin.UNKNOWN);

    Result result =
        judge(sent("ABAB", List.of(late, late)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).startsWith("one of its pods hangs, or has gone without a word");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("livenessProbe"))
        .noneMatch(setting -> setting.contains("location"));
  }

  /** Whether the proxy says it by a page of its own or as gRPC does. */
  @ParameterizedTest
  @CsvSource({"HTTP status code 502, NOT_GRPC", "no pod, UNSIGNED"})
  void judge_noPodThatIsReached_isNoMatterOfPaths(String description, Origin origin) {
    Failed failed = failed(Status.UNAVAILABLE.withDescription(description), origin);

    Result result = judge(sent("ABC"), onlyFailed(failed), Optional.of(UNIMPLEMENTED));

    // It may be the pods that are not there.
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).contains("HTTP/2").doesNotContain("path");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("readinessProbe"))
        .anyMatch(setting -> setting.contains("targetPort"))
        .noneMatch(setting -> setting.contains("GRPCRoute") || setting.contains("PathPrefix"));
  }

  /** As when a pod dies in the middle: the routes are right, and other pods are reached. */
  @Test
  void judge_someCallsUnavailable_isNoMatterOfRoutes() {
    Failed failed = failed(Status.UNAVAILABLE.withDescription("no pod"), Origin.UNSIGNED);

    Result result = judge(sent("ABC", List.of(failed)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).startsWith("one of its pods is dead, not ready, or not reached by");
    assertThat(result.seen()).contains("Hello: the others came from A, B, C");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("proto h2 in each server line"))
        .noneMatch(setting -> setting.contains("grpc_pass"));
  }

  /** Who lets most of its calls in asks for nothing that the caller could give. */
  @Test
  void judge_someCallsForbidden_isARule() {
    Failed forbidden =
        failed(Status.PERMISSION_DENIED.withDescription("HTTP status code 403"), Origin.NOT_GRPC);

    Result result = judge(sent("ABC", List.of(forbidden)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.cause()).startsWith("calls fail now and then").doesNotContain("-H");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .isNotEmpty()
        .allMatch(setting -> setting.endsWith("(rule)"));
  }

  /** Whatever is asked of a service may meet what fails ordinary calls. */
  @Test
  void serviceOfWhichSomeCallsFail_doesNotAnswerEach() {
    Failed failed = failed(Status.UNAVAILABLE.withDescription("no pod"), Origin.UNSIGNED);
    Observation seen =
        new Observation(
            Map.of("Hello", sent("ABC", List.of(failed)), "Goodbye", sent("DEF")),
            Map.of(),
            Optional.of(UNIMPLEMENTED));

    assertThat(seen.answers("Hello")).isTrue();
    assertThat(seen.answersEach("Hello")).isFalse();
    assertThat(seen.answersEach("Goodbye")).isTrue();
    assertThat(seen.answering(Service.ALL)).extracting(Service::name).containsExactly("Goodbye");
    assertThat(seen.failing(seen.answering(Service.ALL))).isEmpty();
  }

  /** There is nothing better to go by. */
  @Test
  void servicesOfWhichSomeCallsFail_areGoneByWithDoubt() {
    Failed failed = failed(Status.UNAVAILABLE.withDescription("no pod"), Origin.UNSIGNED);
    Observation seen =
        new Observation(
            Map.of("Hello", sent("ABC", List.of(failed)), "Goodbye", onlyFailed(failed)),
            Map.of(),
            Optional.of(UNIMPLEMENTED));

    assertThat(seen.answering(Service.ALL)).extracting(Service::name).containsExactly("Hello");
    assertThat(seen.failing(seen.answering(Service.ALL))).hasValue("UNAVAILABLE: no pod");
  }

  @Test
  void judge_someCallsTooMany_isALimitOnTheRate() {
    Failed failed =
        failed(Status.UNAVAILABLE.withDescription("HTTP status code 429"), Origin.NOT_GRPC);

    Result result = judge(sent("ABC", List.of(failed)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).startsWith("a limit on the rate of calls");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("limit_req"))
        .noneMatch(setting -> setting.contains("readinessProbe"));
  }

  /** As nginx's proxy_pass passes the pods' SETTINGS on. */
  @Test
  void judge_answerWithoutAStatus_isOfHttp1() {
    Failed failed = failed(Status.UNKNOWN.withDescription("HTTP status code 0"), Origin.NOT_GRPC);

    Result result = judge(sent("ABC"), onlyFailed(failed), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("HTTP/1.x");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("not proxy_pass"));
  }

  /** Neither has ever answered for what it has, but both are there, on one connection. */
  @Test
  void judge_servicesThatAreSwapped_isTheProxys() {
    Result result =
        judge(
            onlyFailed(new Failed(Status.UNIMPLEMENTED, Optional.of("D"), Origin.APP)),
            onlyFailed(new Failed(Status.UNIMPLEMENTED, Optional.of("A"), Origin.APP)),
            Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("reaches the pods of another service");
    assertThat(result.fixes()).isNotEmpty();
  }

  /** As of a server that has neither. */
  @Test
  void judge_onePodThatHasNeither_isTheApps() {
    Failed unknown = new Failed(Status.UNIMPLEMENTED, Optional.of("A"), Origin.APP);

    Result result = judge(onlyFailed(unknown), onlyFailed(unknown), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.APP);
    assertThat(result.fixes()).isEmpty();
  }

  /** Signed by a pod that was meant to get it. */
  @Test
  void judge_methodThatThePodsDoNotHave_isTheApps() {
    Failed unknown = new Failed(Status.UNIMPLEMENTED, Optional.of("D"), Origin.APP);

    Result result = judge(sent("ABC"), onlyFailed(unknown), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.APP);
    assertThat(result.cause()).isEqualTo("the pods do not have the method");
    assertThat(result.fixes()).isEmpty();
  }

  /** One that has another service's label, and is no more among that one's. */
  @Test
  void judge_methodThatOnePodDoesNotHave_isNotTheApps() {
    Failed unknown = new Failed(Status.UNIMPLEMENTED, Optional.of("E"), Origin.APP);

    Result result = judge(sent("ABC", List.of(unknown)), sent("DF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    assertThat(result.cause()).contains("selector").contains("another version");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("selector"));
  }

  @Test
  void judge_noPathAtAll_namesTheHost() {
    Failed failed =
        failed(Status.UNIMPLEMENTED.withDescription("HTTP status code 404"), Origin.NOT_GRPC);

    Result result = judge(onlyFailed(failed), onlyFailed(failed), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.seen()).hasSize(2);
    assertThat(result.cause()).contains("--authority");
  }

  /** What the caller alone can mend is nobody's fault, and no path or selector helps. */
  @Test
  void judge_missingClientCertificate_saysSoAndHowToGiveIt() {
    Failed refused =
        failed(
            Status.INTERNAL.withDescription(
                "HTTP status code 400\nDATA---\nNo required SSL certificate was sent"),
            Origin.NOT_GRPC);

    Result result = judge(onlyFailed(refused), onlyFailed(refused), Optional.empty());

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("every call is refused: nginx wants a client certificate");
    assertThat(result.cause()).contains("--cert and --key", "ssl_verify_client");
    assertThat(result.seen())
        .first()
        .isEqualTo("Hello: 3 of 3 calls failed, the first with INTERNAL: HTTP status code 400");
    assertThat(result.blame()).isEmpty();
    assertThat(result.fixes()).isEmpty();
  }

  /** Who serves one service and not the other asks for nothing that the caller could give. */
  @Test
  void judge_oneServiceForbidden_isTheProxys() {
    Failed forbidden =
        failed(Status.PERMISSION_DENIED.withDescription("HTTP status code 403"), Origin.NOT_GRPC);

    Result result = judge(sent("ABC"), onlyFailed(forbidden), Optional.of(UNIMPLEMENTED));

    assertThat(result.line()).startsWith("Goodbye: 3 of 3 calls failed");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("-H authorization");
  }

  /** A request that its own method refuses tells nothing of the route. */
  @Test
  void judge_everyRequestRefusedByTheMethod_asksForAnother() {
    Failed refused =
        failed(Status.INVALID_ARGUMENT.withDescription("id: missing"), Origin.UNSIGNED);

    Result result = judge(onlyFailed(refused), onlyFailed(refused), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "needs a request that is answered with OK (--data, -H): Hello: 3 of 3 calls failed, the"
                + " first with INVALID_ARGUMENT: id: missing");
  }

  /** Of these only a pod's own name tells that no proxy sent them. */
  @Test
  void judge_everyCallForbidden_isOfTheRequestOnlyIfSigned() {
    Failed unsigned = failed(Status.PERMISSION_DENIED, Origin.UNSIGNED);
    Failed signed = new Failed(Status.PERMISSION_DENIED, Optional.of("A"), Origin.APP);

    assertThat(judge(onlyFailed(unsigned), onlyFailed(unsigned), Optional.empty()).grade())
        .isEqualTo(Grade.FAIL);
    assertThat(judge(onlyFailed(signed), onlyFailed(signed), Optional.empty()).grade())
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  /** Signed by the pod, but it is not the pod that erred. */
  @Test
  void judge_callThatThePodsOfTheOtherServiceRefuse_isTheProxys() {
    Failed astray = new Failed(Status.UNIMPLEMENTED, Optional.of("D"), Origin.APP);

    Result result = judge(sent("ABC", List.of(astray)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("Hello: 1 of 4 calls failed, the first with UNIMPLEMENTED, by D");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("reaches the pods of another service");
  }

  @Test
  void judge_podsOwnUnimplemented_isTheApps() {
    Failed own = new Failed(Status.UNIMPLEMENTED, Optional.of("A"), Origin.APP);

    Result result = judge(sent("ABC", List.of(own)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.APP);
  }

  @Test
  void judge_answerForAServiceThatNobodyHas_fails() {
    Result result = judge(sent("ABC"), sent("DEF"), Optional.of(ended(Status.OK, Origin.UNKNOWN)));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).isEqualTo("helloworld.Nobody/Ask: OK (expected: UNIMPLEMENTED)");
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
  }

  /** With what code it is refused, STATUS judges. */
  @Test
  void judge_otherErrorForAServiceThatNobodyHas_passes() {
    Result result =
        judge(sent("ABC"), sent("DEF"), Optional.of(ended(Status.UNAVAILABLE, Origin.NOT_GRPC)));

    assertThat(result.grade()).isEqualTo(Grade.PASS);
  }

  /** A route for single methods, as a GRPCRoute may be. */
  @Test
  void judge_streamsThatAreRefused_isARouteOfSingleMethods() {
    Failed refused = failed(Status.UNIMPLEMENTED.withDescription("no route"), Origin.UNSIGNED);

    Result result = judgeStreams(new StreamFault(Optional.of(refused)));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo(
            "Goodbye: single calls are answered, streams are refused: UNIMPLEMENTED: no route");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).startsWith("a route takes single methods");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("GRPCRoute matches method.service"));
  }

  @Test
  void judge_streamsThatAreDenied_isARule() {
    Failed denied =
        failed(Status.PERMISSION_DENIED.withDescription("HTTP status code 403"), Origin.NOT_GRPC);

    Result result = judgeStreams(new StreamFault(Optional.of(denied)));

    assertThat(result.cause()).startsWith("a rule denies them");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .anyMatch(setting -> setting.contains("http-request deny"))
        .allMatch(setting -> setting.endsWith("(denied)"));
  }

  /** The others came from all pods: it is none of them, nor a path. */
  @Test
  void judge_someCallsThatFailOtherwise_isNoPath() {
    Failed failed = failed(Status.UNKNOWN.withDescription("HTTP status code 200"), Origin.NOT_GRPC);

    Result result = judge(sent("ABC", List.of(failed)), sent("DEF"), Optional.of(UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.cause()).startsWith("calls fail now and then");
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .isNotEmpty()
        .allMatch(setting -> setting.endsWith("(rule)"));
  }

  @Test
  void judge_streamsWhoseRepliesComeInTheEnd_isABuffer() {
    Result result = judgeStreams(new StreamFault(Optional.empty()));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo("Goodbye: a stream's replies come when it has ended, and none before");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.fixes())
        .extracting(Explanation.Fix::setting)
        .isNotEmpty()
        .allMatch(setting -> setting.endsWith("(buffer)"));
  }

  private static Result judgeStreams(StreamFault goodbyes) {
    Map<String, Sent> calls = new LinkedHashMap<>();
    calls.put("Hello", sent("ABC"));
    calls.put("Goodbye", sent("DEF"));
    return RouteJudge.judge(
        new Observation(calls, Map.of("Goodbye", goodbyes), Optional.of(UNIMPLEMENTED)));
  }

  @Test
  void judge_noEndForAServiceThatNobodyHas_passes() {
    assertThat(judge(sent("ABC"), sent("DEF"), Optional.empty()).grade()).isEqualTo(Grade.PASS);
  }

  private static Result judge(Sent hello, Sent goodbye, Optional<Ended> nobodys) {
    Map<String, Sent> calls = new LinkedHashMap<>();
    calls.put("Hello", hello);
    calls.put("Goodbye", goodbye);
    return RouteJudge.judge(new Observation(calls, Map.of(), nobodys));
  }

  private static Sent onlyFailed(Failed failed) {
    return sent("", Collections.nCopies(3, failed));
  }

  private static Ended ended(Status status, Origin origin) {
    return new Ended(
        status,
        new Metadata(),
        status.isOk() ? Optional.empty() : Optional.of(failed(status, origin)),
        0);
  }
}
