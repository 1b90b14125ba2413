package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final Duration LIMIT = Duration.ofSeconds(12);

  private Duration now = Duration.ofHours(1);

  @Test
  void counting_earlyInTheQuickForm_hasItsLimit() {
    Bench bench = bench(false);
    now = now.plusSeconds(3);

    assertThat(bench.counting(LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void counting_lateInTheQuickForm_hasWhatIsLeft() {
    Bench bench = bench(false);
    now = now.plusSeconds(10);

    assertThat(bench.counting(LIMIT)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void counting_whenNothingIsLeft_hasTimeForAFewCalls() {
    Bench bench = bench(false);
    now = now.plusSeconds(40);

    assertThat(bench.counting(LIMIT)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void counting_lateInTheFullForm_hasItsLimit() {
    Bench bench = bench(true);
    now = now.plusSeconds(40);

    assertThat(bench.counting(LIMIT)).isEqualTo(LIMIT);
  }

  private Bench bench(boolean full) {
    Connector connector =
        new Connector(
            Target.parse("127.0.0.1:1", 80),
            Optional.empty(),
            Optional.empty(),
            "pick_first",
            new Metadata());
    Pace pace =
        new Pace() {
          @Override
          public long nanoTime() {
            return now.toNanos();
          }

          @Override
          public void pause(Duration time) {}
        };
    return new Bench(
        connector,
        new Bench.Asked(Duration.ofSeconds(5), OptionalInt.empty(), 0.2, List.of(), full),
        pace);
  }
}
