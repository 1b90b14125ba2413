package greeter.client.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import org.junit.jupiter.api.Test;

class HdrReportTest {
  /** The form is HdrHistogram's: "Value Percentile TotalCount 1/(1-Percentile)". */
  @Test
  void latencies_areThoseOfAllServicesInMilliseconds() {
    LoadResult result = LoadResults.rollout();

    String text = Printed.by(LoadOutput.HDR, result).replace(System.lineSeparator(), "\n");

    assertThat(text)
        .startsWith("       Value     Percentile TotalCount 1/(1-Percentile)\n")
        .containsPattern("\n +1\\.35 0\\.500000000000 +\\d+ +2\\.00\n")
        .containsPattern("\n#\\[Max +=        58\\.88, Total count +=         5991]\n");
  }
}
