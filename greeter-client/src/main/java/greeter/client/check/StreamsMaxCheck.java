package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * STREAMS-MAX: opens streams on one connection until one has to wait, and then ends one, so that
 * the waiting one must have its turn. All end by half-close: a cancel would be counted by the pods.
 */
final class StreamsMaxCheck implements Check {
  private static final int STREAMS = 200;

  /** How long a stream may wait for an answer, or for its turn after another has ended. */
  private static final Duration TURN = Duration.ofSeconds(5);

  /** Long enough for all that is done with a stream. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * What was seen.
   *
   * @param open that had their reply, on the connection where others waited, or else on all
   * @param pods that gave those replies
   * @param connections that carried streams
   * @param waiting that had no reply while the others were held
   * @param hadTurn whether one of those had its reply once another stream ended; true if none
   *     waited
   * @param refused streams that ended by themselves
   * @param openAfterRefused streams that stayed open, of those begun after the first refused one
   */
  record Observation(
      int open,
      Set<String> pods,
      int connections,
      int waiting,
      boolean hadTurn,
      List<Failed> refused,
      int openAfterRefused) {
    Observation {
      pods = Set.copyOf(pods);
      refused = List.copyOf(refused);
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.STREAMS_MAX);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    Observation seen = observe(bench, bench.facts().service(), channel);
    channel.shutdown();
    return List.of(judge(seen, bench.facts(), bench.streamLimit()));
  }

  private static <Q, A> Observation observe(
      Bench bench, Service<Q, A> service, ManagedChannel channel) throws InterruptedException {
    Pace pace = bench.pace();
    List<LiveCall<Q, A>> streams = new ArrayList<>();
    LiveCall<Q, A> first = service.converse(channel, DEADLINE);
    streams.add(first);
    // The first one alone: the peer's limit comes with its connection.
    boolean connects = pace.await(TURN, () -> hasReply(first) || first.ended().isDone());
    long begin = pace.nanoTime();
    first.send(service.request());
    if (!connects || !pace.await(TURN, () -> first.replies() > 1 || first.ended().isDone())) {
      first.cancel();
      return new Observation(0, Set.of(), 0, streams.size(), false, List.of(), 0);
    }
    Duration patience = patience(Duration.ofNanos(pace.nanoTime() - begin));
    while (streams.size() < STREAMS) {
      streams.add(service.converse(channel, DEADLINE));
    }
    awaitReplies(pace, streams, patience);
    List<LiveCall<Q, A>> open = streams.stream().filter(StreamsMaxCheck::isOpen).toList();
    List<LiveCall<Q, A>> waiting = streams.stream().filter(StreamsMaxCheck::isWaiting).toList();
    List<Failed> refused =
        streams.stream()
            .filter(stream -> stream.ended().isDone())
            .flatMap(stream -> stream.ended().join().failure().stream())
            .toList();
    int openAfterRefused =
        (int)
            streams.stream()
                .dropWhile(stream -> !stream.ended().isDone())
                .filter(StreamsMaxCheck::isOpen)
                .count();
    Map<Optional<SocketAddress>, Integer> byConnection = new HashMap<>();
    open.forEach(stream -> byConnection.merge(stream.connection(), 1, Integer::sum));
    int together =
        waiting.isEmpty()
            ? open.size()
            : byConnection.getOrDefault(waiting.get(0).connection(), open.size());
    List<LiveCall<Q, A>> held = new ArrayList<>(streams);
    if (!waiting.isEmpty()) {
      makeRoom(open, waiting.get(0).connection()).ifPresent(held::remove);
    }
    boolean hadTurn =
        waiting.isEmpty()
            || pace.await(TURN, () -> waiting.stream().anyMatch(StreamsMaxCheck::hasReply));
    held.forEach(LiveCall::halfClose);
    var unused =
        pace.await(patience, () -> streams.stream().allMatch(stream -> stream.ended().isDone()));
    streams.forEach(LiveCall::cancel); // those that nobody ends
    Set<String> pods =
        open.stream().flatMap(stream -> stream.pod().stream()).collect(Collectors.toSet());
    return new Observation(
        together, pods, byConnection.size(), waiting.size(), hadTurn, refused, openAfterRefused);
  }

  /** How long nothing may come before what has not come counts as waiting. */
  private static Duration patience(Duration roundTrip) {
    return Collections.max(
        List.of(Duration.ofSeconds(1), Collections.min(List.of(TURN, roundTrip.multipliedBy(10)))));
  }

  private static <Q, A> void awaitReplies(
      Pace pace, List<LiveCall<Q, A>> streams, Duration patience) throws InterruptedException {
    long before;
    long now = waitingIn(streams);
    do {
      before = now;
      long last = before;
      var unused = pace.await(patience, () -> waitingIn(streams) < last || last == 0);
      now = waitingIn(streams);
    } while (now > 0 && now < before);
  }

  /** Ends an open stream, on that connection if it has one, and tells which. */
  private static <Q, A> Optional<LiveCall<Q, A>> makeRoom(
      List<LiveCall<Q, A>> open, Optional<SocketAddress> connection) {
    Optional<LiveCall<Q, A>> one =
        open.stream()
            .filter(stream -> stream.connection().equals(connection))
            .findFirst()
            .or(() -> open.stream().findFirst());
    one.ifPresent(LiveCall::halfClose);
    return one;
  }

  private static <Q, A> long waitingIn(List<LiveCall<Q, A>> streams) {
    return streams.stream().filter(StreamsMaxCheck::isWaiting).count();
  }

  private static boolean hasReply(LiveCall<?, ?> stream) {
    return stream.replies() > 0;
  }

  private static boolean isOpen(LiveCall<?, ?> stream) {
    return hasReply(stream) && !stream.ended().isDone();
  }

  private static boolean isWaiting(LiveCall<?, ?> stream) {
    return !hasReply(stream) && !stream.ended().isDone();
  }

  /**
   * Judges.
   *
   * @param announced how many streams the peer lets a connection have; empty if unknown
   */
  static Result judge(Observation seen, Facts facts, OptionalLong announced) {
    if (!seen.refused().isEmpty()) {
      Failed first = seen.refused().get(0);
      if (seen.open() == 0) {
        return Result.inconclusive(Code.STREAMS_MAX, "no stream stays open: " + first.reason());
      }
      if (seen.openAfterRefused() > 2 * seen.refused().size()
          && first.origin() != Origin.CONNECTION) {
        return Result.of(
                Code.STREAMS_MAX,
                Grade.FAIL,
                "%d of %d streams are refused, and not those beyond a number (%s)"
                    .formatted(seen.refused().size(), STREAMS, first.reason()))
            .measuring(seen.open())
            .because(
                facts.blame(first),
                "calls or streams fail now and then, however many are open: a rule or an overload",
                seen.refused().stream().map(Failed::reason).distinct().limit(5).toList())
            .about(Set.of());
      }
      return Result.of(
              Code.STREAMS_MAX,
              Grade.FAIL,
              "%d of %d streams ended by themselves, beside %d open ones (%s)"
                  .formatted(seen.refused().size(), STREAMS, seen.open(), first.reason()))
          .measuring(seen.open())
          .because(
              facts.blame(first),
              first.origin() == Origin.CONNECTION
                  ? "their connection was cut"
                  : "a limit on streams that refuses them, where gRPC would let them wait",
              seen.refused().stream().map(Failed::reason).distinct().limit(5).toList())
          .about(first.origin() == Origin.CONNECTION ? "cut" : "refused");
    }
    if (seen.open() == 0) {
      return Result.inconclusive(Code.STREAMS_MAX, "the first stream has no answer within 5 s");
    }
    if (seen.waiting() == 0) {
      return Result.of(
              Code.STREAMS_MAX,
              Code.STREAMS_MAX.bounds().grade(seen.open()),
              seen.open()
                  + " streams open together"
                  + (seen.connections() > 1
                      ? ", on " + seen.connections() + " connections: see CHURN"
                      : " on one connection"))
          .measuring(seen.open());
    }
    String limit =
        "%d streams open together, %d of %d waited".formatted(seen.open(), seen.waiting(), STREAMS);
    // A stream that waits for a pod has its place among those that the peer lets be open.
    boolean isOfThePeer = announced.isEmpty() || 10L * seen.open() >= 9 * announced.getAsLong();
    Set<String> silent = new TreeSet<>(facts.pods());
    silent.removeAll(seen.pods());
    if (!isOfThePeer && !silent.isEmpty()) {
      return Result.inconclusive(
          Code.STREAMS_MAX,
          "%s, which may wait for %s: it has answered none"
              .formatted(limit, String.join(", ", silent)));
    }
    if (!seen.hadTurn()) {
      return Result.of(
              Code.STREAMS_MAX,
              Grade.FAIL,
              limit + ", and none had its turn within 5 s of another's end")
          .because(
              Blame.CANNOT_TELL,
              "calls over the limit are held back somewhere that does not see streams end",
              List.of(limit));
    }
    Grade grade = Code.STREAMS_MAX.bounds().grade(seen.open());
    Result result =
        Result.of(Code.STREAMS_MAX, grade, limit + "; they have their turn as others end")
            .measuring(seen.open());
    return grade == Grade.PASS
        ? result
        : result.because(
            isOfThePeer && facts.peerIsProxy() ? Blame.PROXY : Blame.CANNOT_TELL,
            isOfThePeer
                ? (facts.peerIsProxy()
                        ? "the proxy"
                        : "the peer of the connection, proxy or server,")
                    + " sets SETTINGS_MAX_CONCURRENT_STREAMS so low"
                : "its SETTINGS let more be open: the others wait in the proxy, as for connections"
                    + " to the pods, or for a pod that is slow",
            List.of(limit));
  }
}
