package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
  private static BenchOptions parse(String rounds, String calls, String... rows) {
    return BenchOptions.parse(
        Stream.concat(Stream.of(rounds, calls, "/bin/ghz", "/peers", "1.51.1"), Stream.of(rows))
            .toArray(String[]::new));
  }

  @Test
  void parse_whatTheScriptPassesOn() {
    assertThat(parse("5", "150000", "accuracy", "few-connections"))
        .isEqualTo(
            new BenchOptions(
                5,
                150_000,
                Path.of("/bin/ghz"),
                Path.of("/peers"),
                "1.51.1",
                List.of(Row.ACCURACY, Row.FEW_CONNECTIONS)));
  }

  @Test
  void parse_numberOutOfRange_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("0", "1000", "streams"))
        .withMessage("--rounds: \"0\" (expected: 1..100)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("1", "many", "streams"))
        .withMessage("--calls: \"many\" (expected: 1000..100000000)");
  }

  @Test
  void parse_rowThatIsNone_namesThoseThatAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse("1", "1000", "speed"))
        .withMessage(
            "\"speed\" (expected: accuracy, few-connections, many-connections, streams, latency,"
                + " clients, schedule, once, scale, inside, start, first-second, memory)");
  }
}
