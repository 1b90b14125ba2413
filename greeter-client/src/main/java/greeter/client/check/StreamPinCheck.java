package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.api.Wire;
import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Channel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Opens streams and single calls on one connection, and looks which pods both reach. */
final class StreamPinCheck implements Check {
  private static final int STREAMS = 12;
  private static final int MESSAGES = 5;

  /** More streams than 12 are opened while all of them sit on one pod. */
  private static final int ROUNDS_MAX = 5;

  /** What chance may do: that so many streams reach one pod alone. */
  private static final double ALPHA = 1e-4;

  /**
   * What was seen.
   *
   * @param streams the pods within each stream; none in one whose replies do not name them
   * @param calls the pods of the single calls
   * @param failures of streams
   */
  record Spread(List<Set<String>> streams, List<String> calls, List<Failed> failures) {
    Set<String> pods() {
      Set<String> pods = new TreeSet<>();
      streams.forEach(pods::addAll);
      return pods;
    }

    /** Whether so many streams on one pod cannot be chance, by that pod's share of the calls. */
    boolean isPinned() {
      return pods().size() == 1 && chance() < ALPHA;
    }

    private double chance() {
      String pod = pods().iterator().next();
      double share = (double) Collections.frequency(calls, pod) / calls.size();
      return Math.pow(share, streams.size());
    }

    Spread and(Spread more) {
      return new Spread(
          Stream.concat(streams.stream(), more.streams.stream()).toList(),
          Stream.concat(calls.stream(), more.calls.stream()).toList(),
          Stream.concat(failures.stream(), more.failures.stream()).toList());
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.STREAM_PIN);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    Channel channel = bench.channel();
    Duration deadline = bench.asked().deadline();
    Spread spread = round(bench.facts().service(), channel, deadline);
    for (int rounds = 1;
        rounds < ROUNDS_MAX
            && spread.failures().isEmpty()
            && spread.pods().size() == 1
            && !spread.isPinned()
            && Set.copyOf(spread.calls()).size() > 1;
        rounds++) {
      spread = spread.and(round(bench.facts().service(), channel, deadline));
    }
    return List.of(judge(spread));
  }

  private static <Q, A> Spread round(Service<Q, A> service, Channel channel, Duration deadline)
      throws InterruptedException {
    List<Set<String>> pods = new ArrayList<>();
    List<LiveCall<Q, A>> streams = new ArrayList<>();
    List<LiveCall<Q, A>> calls = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Set<String> ofStream = new ConcurrentSkipListSet<>();
      LiveCall<Q, A> stream =
          LiveCall.start(
              channel,
              service.own().bidi(),
              service.greeting().podFrom(),
              new Metadata(),
              Optional.of(deadline),
              reply -> Wire.podIn(service.greeting().text().apply(reply)).ifPresent(ofStream::add));
      for (int message = 0; message < MESSAGES; message++) {
        stream.send(service.request());
      }
      stream.halfClose();
      pods.add(ofStream);
      streams.add(stream);
    }
    for (int i = 0; i < STREAMS; i++) {
      calls.add(service.call(channel, deadline));
    }
    List<Failed> failures = new ArrayList<>();
    for (LiveCall<Q, A> stream : streams) {
      stream
          .endWithin(deadline.plusSeconds(1))
          .flatMap(LiveCall.Ended::failure)
          .ifPresent(failures::add);
    }
    List<String> single = new ArrayList<>();
    for (LiveCall<Q, A> call : calls) {
      var unused = call.endWithin(deadline.plusSeconds(1));
      call.pod().ifPresent(single::add);
    }
    return new Spread(pods, single, failures);
  }

  static Result judge(Spread spread) {
    int n = spread.streams().size();
    Set<String> pods = spread.pods();
    Set<String> byCalls = new TreeSet<>(spread.calls());
    if (!spread.failures().isEmpty()) {
      Failed first = spread.failures().get(0);
      return Result.inconclusive(
              Code.STREAM_PIN,
              "%d of %d streams failed: %s".formatted(spread.failures().size(), n, first.reason()))
          .explained(
              "streams are lost, or calls whatever they are: LB-ROUTE, CHURN and STREAMS-MAX count them",
              spread.failures().stream().map(Failed::reason).distinct().toList());
    }
    if (pods.isEmpty() || byCalls.isEmpty()) {
      return Result.inconclusive(Code.STREAM_PIN, "the replies name no pods");
    }
    if (spread.streams().stream().anyMatch(s -> s.size() > 1)) {
      return Result.of(
          Code.STREAM_PIN,
          Grade.INFO,
          "the messages of one stream reach several pods: something before them is no plain proxy");
    }
    if (pods.size() > 1) {
      return Result.pass(
          Code.STREAM_PIN, "%d streams over %d pods, each stream on one".formatted(n, pods.size()));
    }
    String pod = pods.iterator().next();
    if (byCalls.size() == 1) {
      return Result.of(
          Code.STREAM_PIN,
          Grade.INFO,
          "%d streams on %s, as all single calls on their connection".formatted(n, pod));
    }
    if (!spread.isPinned()) {
      return Result.of(
          Code.STREAM_PIN,
          Grade.INFO,
          "%d streams on %s, which answers most single calls, too".formatted(n, pod));
    }
    return Result.of(
            Code.STREAM_PIN,
            Grade.FAIL,
            "%d streams all on %s; single calls reach %d pods".formatted(n, pod, byCalls.size()))
        .because(
            Blame.PROXY,
            "the proxy chooses a pod for streams by another rule than for calls",
            List.of(
                "streams: all %d on %s".formatted(n, pod),
                "single calls on the same connection: "
                    + byCalls.stream()
                        .map(p -> p + " " + Collections.frequency(spread.calls(), p))
                        .collect(joining(", "))));
  }
}
