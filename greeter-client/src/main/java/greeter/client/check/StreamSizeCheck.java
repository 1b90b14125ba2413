package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sends 2 MiB on one stream, as fast as it is taken. */
final class StreamSizeCheck implements Check {
  private static final int MESSAGE_KIB = 32;
  private static final int MESSAGES = 64;

  /** Without progress for so long, the stream counts as stalled. */
  private static final Duration STALLED = Duration.ofSeconds(5);

  /**
   * What was seen.
   *
   * @param kib that was answered
   * @param diagnosis of the stream's end or stall; empty if all was answered
   */
  record Carried(int kib, Optional<Diagnosis> diagnosis) {}

  @Override
  public List<Code> codes() {
    return List.of(Code.STREAM_SIZE);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    return List.of(judge(carry(bench, bench.facts().service())));
  }

  private static <Q, A> Carried carry(Bench bench, Service<Q, A> service)
      throws InterruptedException {
    OwnConnection connection = OwnConnection.open(bench, service);
    // A connection that fails shows in its stream.
    var unused = connection.failure(bench.asked().deadline());
    LiveCall<Q, A> stream =
        LiveCall.start(
            connection.channel(),
            service.own().bidi(),
            service.greeting().podFrom(),
            new Metadata(),
            Optional.empty());
    Q message = service.own().padded().apply(MESSAGE_KIB * 1024);
    for (int sent = 0; sent < MESSAGES && awaitReady(bench, stream); sent++) {
      stream.send(message);
    }
    stream.halfClose();
    int answered = 0;
    while (answered < MESSAGES && stream.repliesWithin(answered + 1, STALLED)) {
      answered++;
    }
    int kib = answered * MESSAGE_KIB;
    if (answered == MESSAGES) {
      return new Carried(kib, Optional.empty());
    }
    if (stream.ended().isDone() && stream.ended().join().status().isOk()) {
      return new Carried(kib, Optional.of(endedWithOk(answered, stream.pod())));
    }
    Optional<Failed> end =
        stream.ended().isDone() ? stream.ended().join().failure() : Optional.empty();
    Diagnosis diagnosis =
        Diagnosis.of(
            Aftermath.see(
                bench,
                service,
                connection.channel(),
                connection.address(),
                end,
                end.flatMap(Failed::servedBy).or(stream::pod)),
            bench.facts().podsNameThemselves());
    stream.cancel();
    return new Carried(kib, Optional.of(diagnosis));
  }

  private static Diagnosis endedWithOk(int answered, Optional<String> pod) {
    return new Diagnosis(
        Blame.CANNOT_TELL,
        "the application ended it itself, or somebody ended the request on the way, which looks to"
            + " the application as if the caller had",
        List.of(
            "OK after %d of %d replies".formatted(answered, MESSAGES)
                + pod.map(who -> ", from " + who).orElse("")));
  }

  private static boolean awaitReady(Bench bench, LiveCall<?, ?> stream)
      throws InterruptedException {
    return bench.pace().await(STALLED, () -> stream.isReady() || stream.ended().isDone())
        && !stream.ended().isDone();
  }

  static Result judge(Carried carried) {
    String kib = String.format(Locale.ROOT, "%,d KiB", carried.kib());
    Grade grade = Code.STREAM_SIZE.bounds().grade(carried.kib());
    if (carried.diagnosis().isEmpty()) {
      return Result.of(Code.STREAM_SIZE, grade, kib + " on one stream").measuring(carried.kib());
    }
    Diagnosis diagnosis = carried.diagnosis().get();
    String line = "a stream is cut after " + kib + " (" + diagnosis.seen().get(0) + ")";
    return diagnosis.doubted(
        Result.of(Code.STREAM_SIZE, grade, line)
            .measuring(carried.kib())
            .because(
                diagnosis.blame(),
                diagnosis.blame() == Blame.PROXY
                    ? "a limit on the size of a request's body, which is the whole stream ("
                        + diagnosis.why()
                        + ")"
                    : diagnosis.why(),
                diagnosis.seen())
            .about(diagnosis.blame() == Blame.NETWORK ? "way" : ""));
  }
}
