package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import greeter.bench.Memory.Minute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void held_isReadOfTheStatus() {
    assertThat(
            Held.in(
                """
                Name:\tjava
                VmHWM:\t   99000 kB
                VmRSS:\t   50000 kB
                RssAnon:\t   25000 kB
                RssFile:\t   25000 kB
                """))
        .isEqualTo(new Held(51.2, 25.6));
  }

  @Test
  void kinds_areThoseThatHoldAnything() {
    assertThat(
            Memory.kinds(
                """
                Total: reserved=1393478KB, committed=80000KB
                -                 Java Heap (reserved=98304KB, committed=20000KB)
                                            (mmap: reserved=98304KB, committed=20000KB)
                -                    Thread (reserved=12345KB, committed=1000KB)
                -                 Arena Chunk (reserved=1KB, committed=1KB)
                """))
        .containsExactly(entry("Java Heap", 20.48), entry("Thread", 1.024));
  }

  @Test
  void report_hasAMinuteInALine() {
    String report =
        Memory.markdown(
            new Memory.Result(
                new Held(70, 40),
                List.of(
                    new Minute(new Held(80, 50), 90000, 0.5),
                    new Minute(new Held(81, 51), 91000, 0.6)),
                new Held(75, 45),
                Map.of("Java Heap", 20.48)));

    assertThat(report)
        .contains(
            "| at rest | 70 | 40 |  |  |\n| minute 1 | 80 | 50 | 90000 | 0.50 |\n| minute 2 | 81 |")
        .contains("| at rest again | 75 | 45 |  |  |\n")
        .endsWith("| Java Heap | 20.5 |\n");
  }
}
