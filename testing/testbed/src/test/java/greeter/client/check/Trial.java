package greeter.client.check;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.spread.Plan;
import greeter.client.spread.Sender;
import greeter.client.spread.Sent;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Single checks against a target, for the tests of the whole: their module keeps them to itself.
 */
public final class Trial {
  private static final double TOLERANCE = 0.2;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final String address;
  private final Bench.Asked asked;
  private final Pace pace;

  private Trial(String address, Bench.Asked asked, Pace pace) {
    this.address = address;
    this.asked = asked;
    this.pace = pace;
  }

  /**
   * Of a target with both services and fault injection, in the quick form.
   *
   * @param deadline of a call
   * @param hold how long streams and connections are held quiet
   */
  public static Trial of(String address, Duration deadline, Duration... hold) {
    return new Trial(
        address,
        new Bench.Asked(deadline, OptionalInt.empty(), TOLERANCE, List.of(hold), false),
        Pace.REAL);
  }

  /**
   * With something that happens at a second after the first pause begins, of this machine's time.
   */
  public Trial at(int second, Event event) {
    return new Trial(
        address,
        asked,
        new Pace() {
          private final AtomicLong begin = new AtomicLong();
          private boolean happened;

          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            begin.compareAndSet(0, nanoTime());
            REAL.pause(time);
            if (!happened && nanoTime() - begin.get() >= second * SECOND) {
              happened = true;
              event.happens();
            }
          }
        });
  }

  /** In the long form, of a clock that does not wait, with something that happens at a second. */
  public Trial longForm(int second, Event event) {
    return new Trial(
        address,
        new Bench.Asked(asked.deadline(), asked.pods(), TOLERANCE, asked.hold(), true),
        new Pace() {
          private volatile long now;

          @Override
          public long nanoTime() {
            return now;
          }

          @Override
          public void pause(Duration time) throws InterruptedException {
            long before = now;
            long after = before + time.toNanos();
            if (before < second * SECOND && after >= second * SECOND) {
              event.happens();
            }
            now = after;
          }
        });
  }

  /** What happens meanwhile. */
  public interface Event {
    void happens() throws InterruptedException;
  }

  public List<Result> heldStreams() throws InterruptedException {
    return run(new HeldStreamsCheck());
  }

  public Result idleConn() throws InterruptedException {
    return run(new IdleConnCheck()).get(0);
  }

  public Result streamPin() throws InterruptedException {
    return run(new StreamPinCheck()).get(0);
  }

  public Result streamSize() throws InterruptedException {
    return run(new StreamSizeCheck()).get(0);
  }

  public Result deadline() throws InterruptedException {
    return run(new DeadlineCheck()).get(0);
  }

  /** LB-ROUTE, which are the first calls of a run. */
  public Result route() throws InterruptedException {
    return run(new RouteCheck()).get(0);
  }

  /** What is asked between checks, of pods that answered before something happened. */
  public List<Result> rollCall(Event event) throws InterruptedException {
    return run(after(event, new RollCall()));
  }

  /** What is asked at the end of a run, of pods that answered before something happened. */
  public List<Result> leavers(Event event) throws InterruptedException {
    return run(after(event, new LeaversCheck()));
  }

  private static Check after(Event event, Check check) {
    return new Check() {
      @Override
      public List<Code> codes() {
        return check.codes();
      }

      @Override
      public List<Result> run(Bench bench) throws InterruptedException {
        event.happens();
        return check.run(bench);
      }
    };
  }

  /** All that can be checked, as a run does it. */
  public List<Result> whole() throws InterruptedException {
    try (Bench bench = bench()) {
      return Suite.whole().run(bench, Suite.CODES, result -> {}).results();
    }
  }

  /** The same with something that happens as soon as a code has its result. */
  public List<Result> whole(Code after, Runnable event) throws InterruptedException {
    try (Bench bench = bench()) {
      return Suite.whole()
          .run(
              bench,
              Suite.CODES,
              result -> {
                if (result.code() == after) {
                  event.run();
                }
              })
          .results();
    }
  }

  /** Calls to Hello over so many channels, with something that happens when half are answered. */
  public Sent send(int calls, int channels, Runnable event) {
    Greeting<HelloRequest, HelloReply> hello = Greeting.hello("Ann", "30");
    AtomicInteger answers = new AtomicInteger();
    Greeting<?, ?> eventful =
        new Greeting<>(
            hello.service(),
            hello.method(),
            hello.request(),
            reply -> {
              if (answers.incrementAndGet() == calls / 2) {
                event.run();
              }
              return hello.text().apply(reply);
            },
            hello.podFrom());
    Plan plan = new Plan(calls, OptionalInt.of(channels));
    try (Sender sender = new Sender(connector(), new Caller(asked.deadline()), plan)) {
      return sender.send(eventful);
    }
  }

  private List<Result> run(Check check) throws InterruptedException {
    try (Bench bench = bench()) {
      var unused = new RouteCheck().run(bench); // it learns the facts
      return check.run(bench);
    }
  }

  private Bench bench() {
    return new Bench(connector(), asked, pace);
  }

  private Connector connector() {
    return new Connector(
        Target.parse(address, 80),
        Optional.empty(),
        Optional.empty(),
        "pick_first",
        new Metadata());
  }
}
