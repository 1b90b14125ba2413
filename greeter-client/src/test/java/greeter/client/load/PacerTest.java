package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
  void clearInterrupt() {
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
}
