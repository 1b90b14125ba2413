package greeter.client.load.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void strip_isAsHighAsItsCounts_andShowsTheSmallest() {
    assertThat(Rows.strip("app", List.of(0L, 100L, 50L, 50L, 1L), 100, 4.5).toString())
        .contains("viewBox=\"0 0 4.5000 100\"")
        .contains("d=\"M1 100V0H2V100ZM2 100V50H4V100ZM4 100V82H5V100Z\"");
  }

  @Test
  void ticks_areRoundAndFew() {
    assertThat(Rows.ticks(Duration.ofSeconds(60)))
        .containsExactly(0., 10., 20., 30., 40., 50., 60.);
    assertThat(Rows.ticks(Duration.ofMillis(1_100))).containsExactly(0., 0.2, 0.4, 0.6, 0.8, 1.);
    assertThat(Rows.ticks(Duration.ofHours(1)))
        .containsExactly(0., 600., 1_200., 1_800., 2_400., 3_000., 3_600.);
    assertThat(Rows.ticks(Duration.ofHours(30))).hasSize(7);
  }
}
