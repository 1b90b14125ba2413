package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnTest {
  private static final long START = System.nanoTime();

  private final Turn turn = new Turn(Thread.currentThread());

  @Test
  void heldAt_idle_isNothing() {
    assertThat(turn.heldAt(later(1000))).isEmpty();
  }

  @Test
  void heldAt_withinLimit_isNothing() {
    turn.begin("a/b");
    assertThat(turn.heldAt(later(0))).isEmpty();
    assertThat(turn.heldAt(later(99))).isEmpty();
  }

  @Test
  void heldAt_beyondLimit_namesMethodAndStack() {
    turn.begin("a/b");
    assertThat(turn.heldAt(later(50))).isEmpty();
    assertThat(turn.heldAt(later(250)))
        .hasValueSatisfying(
            held -> {
              assertThat(held.method()).isEqualTo("a/b");
              assertThat(held.atLeast()).isEqualTo(Duration.ofMillis(200));
              assertThat(held.stack())
                  .extracting(StackTraceElement::getMethodName)
                  .contains("heldAt_beyondLimit_namesMethodAndStack");
            });
  }

  @Test
  void heldAt_again_isNothing() {
    turn.begin("a/b");
    assertThat(turn.heldAt(later(0))).isEmpty();
    assertThat(turn.heldAt(later(200))).isPresent();
    assertThat(turn.heldAt(later(400))).isEmpty();
  }

  @Test
  void heldAt_ended_isNothing() {
    turn.begin("a/b");
    assertThat(turn.heldAt(later(0))).isEmpty();
    turn.end();
    assertThat(turn.heldAt(later(200))).isEmpty();
  }

  @Test
  void heldAt_nextTurn_isTold() {
    turn.begin("a/b");
    assertThat(turn.heldAt(later(0))).isEmpty();
    turn.end();
    turn.begin("c/d");
    assertThat(turn.heldAt(later(200))).isEmpty();
    assertThat(turn.heldAt(later(300))).map(LoopWatch.Held::method).contains("c/d");
  }

  private static long later(long millis) {
    return START + Duration.ofMillis(millis).toNanos();
  }
}
