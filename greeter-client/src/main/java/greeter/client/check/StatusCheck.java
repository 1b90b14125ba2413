package greeter.client.check;

import greeter.api.Behavior;
import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.LiveCall.Ended;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * STATUS: every error of the application arrives as it was sent, in a response of trailers alone
 * and after a reply; and who calls what nobody serves is told so by gRPC.
 */
final class StatusCheck implements Check {
  private static final int HIGHEST_CODE = 16;
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** A call that is lost by chance changes no error: what arrives changed is asked for again. */
  private static final int AGAIN = 3;

  /** Of evidence, each about one error. */
  private static final int LINES = 5;

  // The texts are grpc-java's (Http2ClientStreamTransportState).
  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code (\\d+)");
  private static final Pattern CONTENT_TYPE = Pattern.compile("invalid content-type: ([^\\s;]+)");

  /**
   * An error that the application was made to send, and what arrived.
   *
   * @param what as {@code error 5}
   * @param code that was sent
   * @param description that was sent; empty: any but none
   * @param trailer whether {@link Wire#GREETER_TRAILER} was sent with it
   */
  record Sent(
      String what, Status.Code code, Optional<String> description, boolean trailer, Ended end) {
    /** What arrived changed, in words; empty if nothing did. */
    private List<String> changes() {
      List<String> changes = new ArrayList<>();
      if (end.status().getCode() != code) {
        changes.add(
            code
                + " arrives as "
                + end.failure().map(Failed::reason).orElse(end.status().getCode().name()));
      }
      String text = Optional.ofNullable(end.status().getDescription()).orElse("");
      if (description.isPresent() ? !text.equals(description.get()) : text.isEmpty()) {
        // Of what gRPC makes of an answer that is none, the rest is a page.
        String firstLine = text.lines().findFirst().orElse("");
        changes.add("its message arrives as \"" + Wire.printable(firstLine) + "\"");
      }
      if (trailer && !Wire.KEPT.equals(end.trailers().get(Wire.GREETER_TRAILER))) {
        changes.add("its trailer " + Wire.GREETER_TRAILER.name() + " is lost");
      }
      if (!end.trailers().containsKey(Wire.HOSTNAME)) {
        changes.add("its trailer " + Wire.HOSTNAME.name() + " is lost");
      }
      return changes;
    }

    private String evidence() {
      return what + ": " + String.join("; ", changes());
    }

    private Blame blame(boolean podsNameThemselves) {
      // What the pod has signed it has sent whole.
      return end.failure()
          .filter(failed -> failed.origin() != Origin.APP)
          .map(failed -> Blame.of(failed, podsNameThemselves))
          .orElse(Blame.PROXY);
    }
  }

  /** An error to ask the application for; the rest as in {@link Sent}. */
  private record Question(
      String what,
      Status.Code code,
      Optional<String> description,
      boolean trailer,
      Supplier<LiveCall<?, ?>> call) {
    Sent sent(Ended end) {
      return new Sent(what, code, description, trailer, end);
    }
  }

  /**
   * What was seen.
   *
   * @param errors of the application
   * @param nobodys the end of a call to a service that nobody has
   */
  record Observation(List<Sent> errors, Ended nobodys) {
    Observation {
      errors = List.copyOf(errors);
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.STATUS);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    List<Sent> errors = ask(questions(bench.facts().service(), channel));
    Observation seen = new Observation(errors, callNobodys(bench, channel));
    channel.shutdown();
    return List.of(judge(seen, bench.facts().podsNameThemselves()));
  }

  private static Ended callNobodys(Bench bench, ManagedChannel channel)
      throws InterruptedException {
    Ended end = Foreign.callNobodys(channel, bench.podFrom(), DEADLINE).end();
    for (int i = 0; i < AGAIN && mayBeLost(end) && !isRight(end); i++) {
      end = Foreign.callNobodys(channel, bench.podFrom(), DEADLINE).end();
    }
    return end;
  }

  /** All at once; and then those of which another than what was sent arrives. */
  private static List<Sent> ask(List<Question> questions) throws InterruptedException {
    Map<Question, Sent> errors = new LinkedHashMap<>();
    List<Question> open = questions;
    for (int i = 0; i <= AGAIN && !open.isEmpty(); i++) {
      List<LiveCall<?, ?>> calls = new ArrayList<>();
      open.forEach(question -> calls.add(question.call().get()));
      List<Question> changed = new ArrayList<>();
      for (int j = 0; j < calls.size(); j++) {
        Question question = open.get(j);
        Sent sent = question.sent(calls.get(j).end());
        errors.put(question, sent);
        if (mayBeLost(sent.end()) && !sent.changes().isEmpty()) {
          changed.add(question);
        }
      }
      open = changed;
    }
    return List.copyOf(errors.values());
  }

  /** What had no answer in time is not waited for again. */
  private static boolean mayBeLost(Ended end) {
    return end.failure().filter(failed -> !failed.isOurDeadline()).isPresent();
  }

  private static <Q, A> List<Question> questions(Service<Q, A> service, ManagedChannel channel) {
    List<Question> questions = new ArrayList<>();
    for (int code = 1; code <= HIGHEST_CODE; code++) {
      Metadata metadata = new Metadata();
      metadata.put(Wire.RPC_BEHAVIOR, Behavior.format(Behavior.errorCode(code)));
      questions.add(
          new Question(
              "error " + code,
              Status.fromCodeValue(code).getCode(),
              Optional.of(Behavior.errorCode(code).description()),
              true,
              () -> service.ask(channel, metadata, DEADLINE)));
    }
    questions.add(
        new Question(
            "error after a reply",
            Status.Code.INVALID_ARGUMENT,
            Optional.empty(),
            false,
            () -> {
              LiveCall<Q, A> stream = service.converse(channel, DEADLINE);
              stream.send(service.own().invalid());
              stream.halfClose();
              return stream;
            }));
    return questions;
  }

  static Result judge(Observation seen, boolean podsNameThemselves) {
    List<Sent> changed =
        seen.errors().stream().filter(error -> !error.changes().isEmpty()).toList();
    if (!changed.isEmpty()) {
      Sent first = changed.get(0);
      return Result.of(
              Code.STATUS,
              Grade.FAIL,
              "%d of %d errors of the application arrive changed (%s)"
                  .formatted(changed.size(), seen.errors().size(), first.evidence()))
          .because(
              first.blame(podsNameThemselves),
              "something on the way answers in the application's place, or drops what it does not"
                  + " know",
              evidence(changed));
    }
    String intact =
        "all %d errors of the application arrive unchanged".formatted(seen.errors().size());
    String answer = answer(seen.nobodys());
    boolean isGrpc = seen.nobodys().failure().filter(f -> f.origin() == Origin.NOT_GRPC).isEmpty();
    boolean isRight = isRight(seen.nobodys());
    if (isRight && isGrpc) {
      return Result.pass(Code.STATUS, intact + "; an unknown service gets " + answer);
    }
    Blame blame =
        seen.nobodys()
            .failure()
            .map(failed -> Blame.of(failed, podsNameThemselves))
            .orElse(Blame.CANNOT_TELL);
    return Result.of(
            Code.STATUS,
            isRight ? Grade.WARN : Grade.FAIL,
            intact + ", but an unknown service gets " + answer)
        .because(
            blame,
            isGrpc
                ? "whoever answers for what nobody serves says something else than UNIMPLEMENTED"
                : "the proxy answers its own errors as a web server does, not as gRPC",
            List.of(Foreign.NOBODYS + ": " + answer))
        .about("page");
  }

  /** To a call that nobody serves. */
  private static boolean isRight(Ended end) {
    return end.status().getCode() == Status.Code.UNIMPLEMENTED;
  }

  private static List<String> evidence(List<Sent> changed) {
    List<String> lines =
        new ArrayList<>(changed.stream().limit(LINES).map(Sent::evidence).toList());
    if (changed.size() > LINES) {
      lines.add("and " + (changed.size() - LINES) + " more");
    }
    return lines;
  }

  /** In words, as {@code UNIMPLEMENTED, made of HTTP 404 with text/html}. */
  private static String answer(Ended end) {
    if (end.failure().isEmpty()) {
      return "OK";
    }
    Failed failed = end.failure().get();
    String code = failed.status().getCode().name();
    return switch (failed.origin()) {
      case APP -> code + " of pod " + failed.servedBy().orElse("");
      case NOT_GRPC -> {
        String text = Optional.ofNullable(failed.status().getDescription()).orElse("");
        yield code
            + ", made of "
            + found(HTTP_STATUS, text).map(status -> "HTTP " + status).orElse("HTTP 200")
            + found(CONTENT_TYPE, text).map(type -> " with " + type).orElse("");
      }
      case UNSIGNED -> code + ", which no pod has signed";
      default -> failed.reason();
    };
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
