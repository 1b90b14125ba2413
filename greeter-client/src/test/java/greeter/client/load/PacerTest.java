package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MILLI = 1_000_000;
  private static final long PATIENCE = 20 * MILLI;

  /** A clock that moves when somebody waits, or when it is set. */
  private static final class Hand implements Time {
    long now;
    long oversleeps;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void await(long until) {
      now = until + oversleeps;
    }

    @Override
    public void restart() {
      now = 0;
    }
  }

  private record Event(String what, long number, long due, long at) {}

  private final Hand hand = new Hand();
  private final List<Event> events = new ArrayList<>();
  private final Loop loop = new Loop();

  /** One call in a millisecond. */
  private static Schedule schedule(int calls) {
    return Schedule.of(
        Rate.parse("1000").until(Duration.ofMillis(calls)),
        Arrivals.constant(),
        OptionalLong.empty());
  }

  private Pacer.Sender sender() {
    return new Pacer.Sender() {
      @Override
      public boolean send(long number, long due) {
        boolean room = number != 2;
        if (room) {
          events.add(new Event("sent", number, due / MILLI, hand.now / MILLI));
        }
        if (number == 3) {
          hand.now += 30 * MILLI; // this thread stands still
        }
        return room;
      }

      @Override
      public void skipped(long number, long due) {
        events.add(new Event("skipped", number, due / MILLI, hand.now / MILLI));
      }
    };
  }

  @AfterEach
  void endLoop_clearInterrupt() {
    loop.shutdownNow();
    boolean unused = Thread.interrupted();
  }

  @Test
  void run_sendsWhenDue_skipsWithoutRoom_andWhatNobodyWaitsForAnyMore() {
    assertThat(new Pacer(schedule(40), hand, PATIENCE).run(sender())).isTrue();

    assertThat(events).hasSize(40);
    assertThat(events.subList(0, 4))
        .containsExactly(
            new Event("sent", 0, 0, 0),
            new Event("sent", 1, 1, 1),
            new Event("skipped", 2, 2, 2),
            new Event("sent", 3, 3, 3));
    // At 33 ms what was due by 12 ms is more than 20 ms late; the rest goes out in one go.
    assertThat(events.subList(4, 13))
        .allMatch(event -> event.what.equals("skipped") && event.at == 33);
    assertThat(events.subList(13, 34))
        .allMatch(event -> event.what.equals("sent") && event.at == 33);
    assertThat(events.subList(34, 40))
        .allMatch(event -> event.what.equals("sent") && event.at == event.due);
  }

  @Test
  void run_wakesTooLate_catchesUp() {
    hand.oversleeps = 5 * MILLI;

    assertThat(new Pacer(schedule(2), hand, PATIENCE).run(sender())).isTrue();

    assertThat(events).containsExactly(new Event("sent", 0, 0, 0), new Event("sent", 1, 1, 6));
  }

  @Test
  void interrupt_endsIt() {
    Thread.currentThread().interrupt();

    assertThat(new Pacer(schedule(5), hand, PATIENCE).run(sender())).isFalse();
    assertThat(events).isEmpty();
  }

  /** An event loop whose clock is the hand: it waits for nothing. */
  private final class Loop extends ScheduledThreadPoolExecutor {
    int turns;

    Loop() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      turns++;
      hand.now += Math.max(0, unit.toNanos(delay)) + (delay > 0 ? hand.oversleeps : 0);
      return super.schedule(task, 0, unit);
    }
  }

  @Test
  void runOn_anEventLoop_sendsAndSkipsAsOnAThread() {
    assertThat(new Pacer(schedule(40), hand, PATIENCE).runOn(loop, sender())).isTrue();
    List<Event> onLoop = List.copyOf(events);
    events.clear();
    hand.now = 0;
    assertThat(new Pacer(schedule(40), hand, PATIENCE).run(sender())).isTrue();

    assertThat(onLoop).hasSize(40).isEqualTo(events);
  }

  @Test
  void runOn_thatIsLate_catchesUpInSmallParts() {
    hand.now = 19 * MILLI; // of a schedule of 20 calls in a millisecond
    Schedule dense =
        Schedule.of(
            Rate.parse("20000").until(Duration.ofMillis(10)),
            Arrivals.constant(),
            OptionalLong.empty());

    assertThat(new Pacer(dense, hand, PATIENCE).runOn(loop, sender())).isTrue();

    assertThat(events).hasSize(200);
    // Of 64 calls each, and the rest.
    assertThat(loop.turns).isEqualTo(4);
  }

  @Test
  void runOn_interrupt_endsIt() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    loop.execute(() -> Uninterruptibles.awaitUninterruptibly(interrupted)); // it is busy until then
    Thread.currentThread().interrupt();

    boolean all = new Pacer(schedule(5), hand, PATIENCE).runOn(loop, sender());
    boolean stillInterrupted = Thread.interrupted();
    interrupted.countDown();
    loop.shutdown();

    assertThat(loop.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(all).isFalse();
    assertThat(stillInterrupted).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void runOn_whatSendingThrows_isThrown() {
    Pacer.Sender broken =
        new Pacer.Sender() {
          @Override
          public boolean send(long number, long due) {
            throw new IllegalArgumentException("broken");
          }

          @Override
          public void skipped(long number, long due) {}
        };

    assertThatThrownBy(() -> new Pacer(schedule(5), hand, PATIENCE).runOn(loop, broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broken");
  }
}
