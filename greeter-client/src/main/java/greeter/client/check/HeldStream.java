package greeter.client.check;

import greeter.api.Behavior;
import greeter.api.Seen;
import greeter.api.Wire;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One stream that is held open: quiet for a time, or busy with a message a second.
 *
 * <p>Each has a connection of its own. On a shared one a busy stream's messages would keep alive
 * what cuts quiet connections, and a quiet stream would live that dies when it is alone, as users'
 * are. So a busy twin shares with a quiet stream all but the quiet: the way, the kind and the age.
 *
 * <p>A quiet client stream is, to a proxy, a request that has neither ended nor been answered: the
 * bidirectional method is that before its first message. To prove that it lives it sends one.
 *
 * <p>A server stream that is half-closed cannot prove that. Calls on the same connection show that
 * the connection lives, and that no reset was on its way, since frames arrive in order. That a
 * proxy has forgotten the stream without a reset cannot be seen from here.
 */
final class HeldStream<Q, A> {
  /** Between two messages of a busy stream. */
  static final Duration BEAT = Duration.ofSeconds(1);

  /**
   * The end of it.
   *
   * @param atNanos by the bench's pace
   * @param how empty if it only fell silent
   */
  record Stop(long atNanos, Optional<Failed> how) {}

  private final Bench bench;
  private final Service<Q, A> service;
  private final StreamKind kind;
  private final Optional<Duration> hold;
  private final OwnConnection connection;
  private final long openedAtNanos;
  private final LiveCall<Q, A> stream;
  private final CompletableFuture<Stop> end;
  private volatile long heardAtNanos;
  // Whether an answer is late is a question to the network, so it takes this machine's time.
  private volatile long heardAtSystemNanos = System.nanoTime();
  private long askedAtSystemNanos;
  private long sent;
  private Optional<Stop> silence = Optional.empty();

  private HeldStream(
      Bench bench,
      Service<Q, A> service,
      StreamKind kind,
      Optional<Duration> hold,
      OwnConnection connection) {
    this.bench = bench;
    this.service = service;
    this.kind = kind;
    this.hold = hold;
    this.connection = connection;
    this.openedAtNanos = bench.pace().nanoTime();
    this.heardAtNanos = openedAtNanos;
    this.stream =
        LiveCall.start(
            connection.channel(),
            kind == StreamKind.SERVER ? service.own().serverStream() : service.own().bidi(),
            service.greeting().podFrom(),
            metadata(),
            Optional.empty(),
            reply -> heard());
    this.end =
        stream.ended().thenApply(e -> new Stop(bench.pace().nanoTime(), Optional.of(failure(e))));
  }

  /**
   * Begins a stream.
   *
   * @param hold how long it is quiet; empty: busy
   */
  static <Q, A> HeldStream<Q, A> open(
      Bench bench,
      Service<Q, A> service,
      StreamKind kind,
      Optional<Duration> hold,
      OwnConnection connection) {
    HeldStream<Q, A> held = new HeldStream<>(bench, service, kind, hold, connection);
    switch (kind) {
      case SERVER -> {
        held.stream.send(service.request());
        held.stream.halfClose();
      }
      case BIDI -> held.say();
      case CLIENT -> {}
    }
    return held;
  }

  StreamKind kind() {
    return kind;
  }

  boolean isBusy() {
    return hold.isEmpty();
  }

  /** How long it is to be quiet; empty if it is busy. */
  Optional<Duration> hold() {
    return hold;
  }

  /** Waits until the server has begun to answer, where it is to do so at once. */
  void awaitOpen(Until until) throws InterruptedException {
    switch (kind) {
      case SERVER -> awaitHeaders(until);
      case BIDI -> {
        if (!stream.repliesWithin(1, until.left())) {
          fallSilent();
        }
      }
      case CLIENT -> {}
    }
  }

  /** The message of this second. */
  void beat() {
    if (kind != StreamKind.SERVER) { // its server does it
      say();
    }
  }

  /** Asks a quiet stream whether it lives. */
  Proof prove() {
    if (kind != StreamKind.SERVER) {
      say();
      Until until = Until.after(bench.asked().deadline());
      return () -> isAnswered(until);
    }
    Knock knock = Knock.on(connection.channel(), service, bench.asked().deadline());
    return () -> knock.firstAnswered().isPresent();
  }

  /** The answer to {@link #prove}. */
  interface Proof {
    boolean lives() throws InterruptedException;
  }

  /** Waits for the answers to all that was sent. */
  boolean isAnswered(Until until) throws InterruptedException {
    return stream.repliesWithin(sent, until.left());
  }

  /** From now on it counts as silent, unless it has ended. */
  void fallSilent() {
    if (silence.isEmpty()) {
      silence = Optional.of(new Stop(bench.pace().nanoTime(), Optional.empty()));
    }
  }

  /** Notices that a busy stream's answers are late. */
  void listen() {
    long late = bench.asked().deadline().toNanos();
    long since = heardAtSystemNanos;
    if (kind == StreamKind.SERVER) {
      late += BEAT.toNanos();
    } else if (stream.replies() == sent) {
      return;
    } else {
      since = Math.max(since, askedAtSystemNanos);
    }
    if (System.nanoTime() - since > late && silence.isEmpty()) {
      silence = Optional.of(new Stop(heardAtNanos, Optional.empty()));
    }
  }

  /** Its end, if that has come. */
  Optional<Stop> stop() {
    return end.isDone() ? Optional.of(end.join()) : silence;
  }

  /** How long it was quiet, or busy, until its end, or until now. */
  Duration lived() {
    long begin = isBusy() ? openedAtNanos : Math.min(heardAtNanos, untilNanos());
    return Duration.ofNanos(untilNanos() - begin);
  }

  private long untilNanos() {
    return stop().map(Stop::atNanos).orElseGet(() -> bench.pace().nanoTime());
  }

  /** Looks who has ended it. */
  Diagnosis diagnose(Stop stop, Witnesses<?, ?> witnesses) throws InterruptedException {
    Witnesses.Answers answers = witnesses.ask();
    Aftermath after =
        Aftermath.see(
            bench,
            service,
            connection.channel(),
            connection.address(),
            stop.how(),
            stop.how().flatMap(Failed::servedBy).or(stream::pod));
    return Diagnosis.of(
        after.butThere(answers.present(after.missing())), bench.facts().podsNameThemselves());
  }

  void cancel() {
    stream.cancel();
  }

  /** The deadline that its pod saw, though it has none from here; empty if it saw none. */
  Optional<Duration> deadlineSeen() {
    return stream.headers().isDone()
        ? Seen.in(stream.headers().join()).flatMap(Seen::deadline)
        : Optional.empty();
  }

  private Metadata metadata() {
    Metadata metadata = new Metadata();
    if (kind == StreamKind.SERVER) {
      metadata.put(
          Wire.RPC_BEHAVIOR,
          isBusy()
              ? Behavior.format(
                  Behavior.keepOpen(), Behavior.sleep(Math.toIntExact(BEAT.toSeconds())))
              : Behavior.format(Behavior.keepOpen()));
    }
    return metadata;
  }

  private void say() {
    if (stream.replies() == sent) {
      askedAtSystemNanos = System.nanoTime();
    }
    sent++;
    stream.send(service.request());
  }

  private void heard() {
    heardAtSystemNanos = System.nanoTime();
    heardAtNanos = bench.pace().nanoTime();
  }

  /** Not for ever, since a proxy may keep them until a message comes, and pass that on. */
  private void awaitHeaders(Until until) throws InterruptedException {
    try {
      var unused =
          CompletableFuture.anyOf(stream.headers(), end)
              .get(until.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // A busy stream's message will be late, and a quiet one's connection is asked in the end.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Failed failure(LiveCall.Ended ended) {
    return ended
        .failure()
        .orElseGet(
            () ->
                new Failed(
                    Status.OK.withDescription("ended without an error, and unasked"),
                    stream.pod(),
                    Origin.UNKNOWN));
  }
}
