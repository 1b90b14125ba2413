package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final long SECOND = 1_000_000_000;

  private final Records records =
      new Records(
          List.of(
              new Work(
                  "Hello", MethodType.UNARY, "a.B/C", List.of(new byte[0]), PodFrom.nothing())),
          -2 * SECOND);

  @Test
  void of_isTheCountedOneFromTheStartOn() {
    assertThat(records.of(0)).isSameAs(records.counted());
    assertThat(records.of(Long.MAX_VALUE)).isSameAs(records.counted());
    assertThat(records.of(-1)).isNotSameAs(records.counted());
    assertThat(records.of(Long.MIN_VALUE)).isSameAs(records.of(-1));
  }

  @Test
  void warmUp_isKeptFromItsOwnBeginning_andCountsNowhere() {
    records.of(-2 * SECOND).answered(null, 0, "hello-1", true, -2 * SECOND, -2 * SECOND, -SECOND);

    ServiceLoad rehearsed = records.of(-1).services().get(0);
    assertThat(rehearsed.counts().answered()).isOne();
    assertThat(rehearsed.latency().max().toMillis()).isBetween(990L, 1_010L);
    assertThat(records.counted().services().get(0).counts().answered()).isZero();
  }
}
