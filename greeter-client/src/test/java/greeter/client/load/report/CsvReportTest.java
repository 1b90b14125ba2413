package greeter.client.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReportTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:00.250Z");

  @Test
  void timeline_isARowForEachSlotAndAColumnForEachPod() {
    String csv =
        csv(
            Call.answered("Hello", 0, "a", 1_000),
            Call.answered("Goodbye", 1, "", 1_000),
            Call.answered("Hello", 500_000, "b", 3_000),
            Call.failed("Hello", 1_500_000, "a", Blame.PROXY));

    assertThat(csv)
        .isEqualTo(
            "time,from_s,seconds,answered,failed,skipped,p50_below_ms,p99_below_ms,late_ms,"
                + "failed by app,failed by proxy,failed by network,failed by cannot tell,"
                + "answered Goodbye by (unnamed),answered Hello by a,answered Hello by b\r\n"
                + "2026-11-23T10:15:00.250Z,0,1,3,0,0,1.024,4.096,0.04,0,0,0,0,1,1,1\r\n"
                + "2026-11-23T10:15:01.250Z,1,1,0,1,0,,,0.04,0,1,0,0,0,0,0\r\n");
  }

  @Test
  void hostileNames_areTextInOneCell() {
    String csv =
        csv(
            Call.answered("Hello", 0, "=1+1", 1_000),
            Call.answered("Hello", 0, "@a,\"b\"\r\n", 1_000));

    assertThat(csv.lines().findFirst().orElseThrow())
        .endsWith(",answered Hello by =1+1,\"answered Hello by @a,\"\"b\"\"\\u000d\\u000a\"");
    assertThat(csv.split("[,\r\n]+")).noneMatch(cell -> cell.matches("[=+@-].*"));
  }

  private static String csv(Call... calls) {
    return Printed.by(
        LoadOutput.CSV, LoadResults.of(List.of(calls), START, Duration.ofSeconds(2), 2));
  }
}
