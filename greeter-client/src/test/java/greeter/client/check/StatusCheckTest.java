package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.check.StatusCheck.Observation;
import greeter.client.check.StatusCheck.Sent;
import greeter.client.server.Acting;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusCheckTest {
  private static final Sent INTACT =
      new Sent(
          "error 5",
          Status.Code.NOT_FOUND,
          Optional.of("gone"),
          true,
          ended(Status.NOT_FOUND.withDescription("gone"), Origin.APP, signed()));
  private static final Ended UNIMPLEMENTED =
      ended(Status.UNIMPLEMENTED, Origin.UNSIGNED, new Metadata());

  @Test
  void run_errorsThatArriveWhole_passes() throws Exception {
    assertThat(run(new Acting()).grade()).isEqualTo(Grade.PASS);
    assertThat(run(new Acting()).line())
        .startsWith("all 17 errors of the application arrive unchanged; an unknown service gets");
  }

  @Test
  void run_lostTrailer_fails() throws Exception {
    Result result =
        run(
            new Acting() {
              @Override
              protected Metadata trailers(Metadata kept) {
                return new Metadata();
              }
            });

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line())
        .isEqualTo(
            "16 of 17 errors of the application arrive changed"
                + " (error 1: its trailer greeter-trailer is lost)");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen()).hasSize(6).endsWith("and 11 more");
  }

  /** As where one call in a hundred is refused on the way. */
  @Test
  void run_errorThatIsLostOnce_passes() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();

    Result result =
        run(
            new Acting() {
              @Override
              protected Status status(Status asked) {
                return asked.getCode() == Status.Code.NOT_FOUND && !lost.getAndSet(true)
                    ? Status.UNAVAILABLE
                    : asked;
              }
            });

    assertThat(lost).isTrue();
    assertThat(result.grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void run_changedCode_fails() throws Exception {
    Result result =
        run(
            new Acting() {
              @Override
              protected Status status(Status asked) {
                return asked.getCode() == Status.Code.NOT_FOUND
                    ? Status.UNKNOWN.withDescription(asked.getDescription())
                    : asked;
              }
            });

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.seen())
        .containsExactly("error 5: NOT_FOUND arrives as UNKNOWN: rpc-behavior error-code-5");
  }

  @Test
  void judge_errorWithoutAnythingOfThePods_isTheProxys() {
    Sent replaced =
        new Sent(
            "error 14",
            Status.Code.UNAVAILABLE,
            Optional.of("rpc-behavior error-code-14"),
            true,
            ended(
                Status.UNAVAILABLE.withDescription("HTTP status code 502"),
                Origin.NOT_GRPC,
                new Metadata()));

    Result result = judge(UNIMPLEMENTED, INTACT, replaced);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.seen())
        .containsExactly(
            "error 14: its message arrives as \"HTTP status code 502\";"
                + " its trailer greeter-trailer is lost; its trailer hostname is lost");
  }

  @Test
  void judge_connectionLost_isTheNetworks() {
    Sent lost =
        new Sent(
            "error 5",
            Status.Code.NOT_FOUND,
            Optional.empty(),
            false,
            ended(
                Status.UNAVAILABLE.withDescription("Network closed for unknown reason"),
                Origin.CONNECTION,
                new Metadata()));

    assertThat(judge(UNIMPLEMENTED, lost).blame()).contains(Blame.NETWORK);
  }

  @Test
  void judge_unknownServiceAnsweredByThePod_passes() {
    Result result = judge(ended(Status.UNIMPLEMENTED, Origin.APP, signed()), INTACT);

    assertThat(result.grade()).isEqualTo(Grade.PASS);
    assertThat(result.line()).endsWith("an unknown service gets UNIMPLEMENTED of pod pod");
  }

  @Test
  void judge_unknownServiceAnsweredInGrpcByTheProxy_passes() {
    assertThat(judge(UNIMPLEMENTED, INTACT).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void judge_unknownServiceAnsweredByAPage_warns() {
    Result result =
        judge(
            ended(
                Status.UNIMPLEMENTED.withDescription(
                    "HTTP status code 404\ninvalid content-type: text/html\nheaders: Metadata()"),
                Origin.NOT_GRPC,
                new Metadata()),
            INTACT);

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line())
        .endsWith("an unknown service gets UNIMPLEMENTED, made of HTTP 404 with text/html");
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("as a web server does");
  }

  @Test
  void judge_unknownServiceAnsweredByAGoodPage_fails() {
    Result result =
        judge(
            ended(
                Status.UNKNOWN.withDescription("invalid content-type: text/plain; charset=utf-8"),
                Origin.NOT_GRPC,
                new Metadata()),
            INTACT);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).endsWith("UNKNOWN, made of HTTP 200 with text/plain");
  }

  @Test
  void judge_unknownServiceAnsweredByAnotherStatus_fails() {
    Result result = judge(ended(Status.UNAVAILABLE, Origin.UNSIGNED, new Metadata()), INTACT);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.cause()).contains("something else than UNIMPLEMENTED");
  }

  @Test
  void judge_unknownServiceAnsweredWell_fails() {
    Result result = judge(new Ended(Status.OK, new Metadata(), Optional.empty(), 0), INTACT);

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.line()).endsWith("an unknown service gets OK");
    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
  }

  @Test
  void judge_errorsThatChange_haveNoFixesForWhatTheProxyAnswersItself() {
    Sent changed =
        new Sent(
            "error 5",
            Status.Code.NOT_FOUND,
            Optional.empty(),
            true,
            ended(Status.NOT_FOUND.withDescription("gone"), Origin.UNSIGNED, new Metadata()));

    assertThat(judge(UNIMPLEMENTED, changed).fixes())
        .extracting(Explanation.Fix::setting)
        .contains("backend-protocol \"GRPC\"", "no grpc_hide_header for what applications send")
        .noneMatch(setting -> setting.contains("error_page"));
  }

  @Test
  void judge_answersOfTheProxysOwn_haveNoFixesForTrailers() {
    Ended page =
        ended(
            Status.UNIMPLEMENTED.withDescription("HTTP status code 404"),
            Origin.NOT_GRPC,
            new Metadata());
    Ended another = ended(Status.UNAVAILABLE, Origin.UNSIGNED, new Metadata());

    assertThat(judge(page, INTACT).fixes())
        .isEqualTo(judge(another, INTACT).fixes())
        .hasSizeGreaterThan(1)
        .allMatch(fix -> fix.topic().equals("page"));
  }

  private static Result run(Acting acting) throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", acting.over(new Talking()))) {
      return Benches.run(new StatusCheck(), server);
    }
  }

  private static Result judge(Ended nobodys, Sent... errors) {
    return StatusCheck.judge(new Observation(List.of(errors), nobodys), true);
  }

  private static Metadata signed() {
    Metadata trailers = new Metadata();
    trailers.put(Wire.HOSTNAME, "pod");
    trailers.put(Wire.GREETER_TRAILER, Wire.KEPT);
    return trailers;
  }

  private static Ended ended(Status status, Origin origin, Metadata trailers) {
    return new Ended(
        status,
        trailers,
        Optional.of(new Failed(status, Optional.ofNullable(trailers.get(Wire.HOSTNAME)), origin)),
        0);
  }
}
