package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {
  @Test
  void report_hasMediansWithLeastAndMost() {
    Start.Turns turns =
        new Start.Turns(
            "hello-server",
            List.of(
                new Start.Turn(0.4, 1.25, 60, 80, 0.3),
                new Start.Turn(0.9, 1.5, 61, 82, 0.4),
                new Start.Turn(0.5, 1.75, 62, 81, 0.5)));

    assertThat(StartReport.markdown(new Start.Result(1000, List.of(turns))))
        .startsWith("From the start of the process, on one core or on both, ")
        .contains("its first answer, and then 1000")
        .contains("; 3 rounds: ")
        .endsWith(
            "| hello-server | 500 (400–900) | 1.50 (1.25–1.75) | 61 (60–62) | 81 (80–82)"
                + " | 0.40 (0.30–0.50) |\n");
  }

  @Test
  void flagsOfTheImage_areThoseWithoutACache() throws Exception {
    assertThat(ImageFlags.read())
        .contains("-XX:+ExitOnOutOfMemoryError")
        .noneMatch(flag -> flag.contains("AOT"));
  }

  @Test
  void flagsBesideTheCache_doNotSayWhereItIs() throws Exception {
    assertThat(ImageFlags.besideCache())
        .contains("-Xlog:aot=off")
        .noneMatch(flag -> flag.contains("/app/aot"));
  }
}
