package greeter.client.spread;

import greeter.client.calls.Caller;
import greeter.client.calls.Greeting;
import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Failed;
import greeter.client.connect.Connector;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends the planned calls, many in flight together, and keeps how each ended in send order. */
public final class Sender implements AutoCloseable {
  /** Calls in flight; within the 100 streams that RFC 9113 asks every peer to allow. */
  public static final int IN_FLIGHT = 100;

  /** After so many failures and nothing else, more calls would tell nothing new. */
  private static final int HOPELESS = 100;

  private final Connector connector;
  private final Caller caller;
  private final Plan plan;
  private final int inFlight;
  private final Duration limit;
  private final int unansweredAtMost;
  private final List<ManagedChannel> pool = new ArrayList<>();

  /** A sender that takes as long as it takes; connects when it sends. */
  public Sender(Connector connector, Caller caller, Plan plan) {
    this(connector, caller, plan, IN_FLIGHT, Duration.ofDays(1), Integer.MAX_VALUE);
  }

  /**
   * A sender; connects when it sends.
   *
   * @param inFlight calls at once, 1..{@value #IN_FLIGHT}
   * @param limit of the time to send to one service; calls that are not sent by then never are, nor
   *     those after as many as are in flight have had no answer in time
   */
  public Sender(Connector connector, Caller caller, Plan plan, int inFlight, Duration limit) {
    this(connector, caller, plan, inFlight, limit, inFlight);
  }

  private Sender(
      Connector connector,
      Caller caller,
      Plan plan,
      int inFlight,
      Duration limit,
      int unansweredAtMost) {
    this.connector = connector;
    this.caller = caller;
    this.plan = plan;
    this.inFlight = inFlight;
    this.limit = limit;
    this.unansweredAtMost = unansweredAtMost;
    for (int i = 0; i < plan.connections().orElse(0); i++) {
      pool.add(connector.connect());
    }
  }

  /**
   * Sends the calls to one service, and waits until each has ended. An interrupt ends it early,
   * with what is known by then; the thread stays interrupted.
   */
  public Sent send(Greeting<?, ?> greeting) {
    Run run = new Run(greeting);
    try {
      run.sendAll();
      run.awaitAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return run.known();
  }

  @Override
  public void close() {
    pool.forEach(ManagedChannel::shutdownNow);
  }

  private final class Run {
    private final Greeting<?, ?> greeting;
    private final Semaphore room = new Semaphore(inFlight);
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<List<CompletableFuture<Outcome>>> channels = new ArrayList<>();

    Run(Greeting<?, ?> greeting) {
      this.greeting = greeting;
    }

    void sendAll() throws InterruptedException {
      int[] order = plan.connectionOfEachCall().toArray();
      long start = System.nanoTime();
      for (int call = 0; call < order.length; call++) {
        if (call == pool.size() && call > 0) {
          // Calls that wait for a connection may leave in any order; from here on none waits.
          awaitAll();
        }
        room.acquire();
        if (hopeless() || System.nanoTime() - start > limit.toNanos()) {
          room.release();
          return;
        }
        outcomesOn(order[call]).add(sendOn(order[call]));
      }
    }

    /** Only channels that were used: an interrupt must not wait for millions that were not. */
    private List<CompletableFuture<Outcome>> outcomesOn(int channel) {
      if (channel == channels.size()) {
        channels.add(new ArrayList<>());
      }
      return channels.get(channel);
    }

    void awaitAll() throws InterruptedException {
      room.acquire(inFlight);
      room.release(inFlight);
    }

    Sent known() {
      List<List<Outcome>> ended =
          channels.stream()
              .map(
                  calls ->
                      calls.stream()
                          .filter(CompletableFuture::isDone)
                          .map(CompletableFuture::join)
                          .toList())
              .toList();
      return connector.isBalancing()
          ? new Sent(plan.calls(), ended)
          : Sent.onChannels(plan.calls(), ended);
    }

    private CompletableFuture<Outcome> sendOn(int connection) {
      ManagedChannel channel = pool.isEmpty() ? connector.connect() : pool.get(connection);
      CompletableFuture<Outcome> outcome = caller.send(channel, greeting);
      // Not what is returned: this stage is done only after the release that awaitAll waits for.
      CompletableFuture<Outcome> unused =
          outcome.whenComplete(
              (ended, thrown) -> {
                count(ended);
                if (pool.isEmpty()) {
                  channel.shutdownNow();
                }
                room.release();
              });
      return outcome;
    }

    private void count(Outcome ended) {
      if (ended instanceof Failed failure) {
        failed.incrementAndGet();
        if (failure.isOurDeadline()) {
          unanswered.incrementAndGet();
        }
      } else {
        served.incrementAndGet();
      }
    }

    private boolean hopeless() {
      return (served.get() == 0 && failed.get() >= HOPELESS)
          || unanswered.get() >= unansweredAtMost;
    }
  }
}
