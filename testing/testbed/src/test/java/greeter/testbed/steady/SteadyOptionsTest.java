package greeter.testbed.steady;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteadyOptionsTest {
  @Test
  void parse_targetAlone_hasDefaults() {
    assertThat(SteadyOptions.parse("10.0.0.1:80"))
        .isEqualTo(new SteadyOptions("10.0.0.1:80", Optional.empty(), 300, 4));
  }

  @Test
  void parse_all() {
    assertThat(
            SteadyOptions.parse(
                "h:80", "--authority", "example.com", "--rate", "10000", "--connections", "100"))
        .isEqualTo(new SteadyOptions("h:80", Optional.of("example.com"), 10_000, 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rate 5             | expected: HOST:PORT [--authority HOST] [--rate 1..10000] [--connections 1..100]
          h:80 --rate          | --rate: "" (expected: 1..10000)
          h:80 --rate 0        | --rate: "0" (expected: 1..10000)
          h:80 --rate 10001    | --rate: "10001" (expected: 1..10000)
          h:80 --rate 1e3      | --rate: "1e3" (expected: 1..10000)
          h:80 --connections 0 | --connections: "0" (expected: 1..100)
          h:80 --authority     | --authority: "" (expected: a host)
          h:80 --rat 3         | "--rat" (expected: HOST:PORT [--authority HOST] [--rate 1..10000] [--connections 1..100])
          """)
  void parse_wrong(String args, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SteadyOptions.parse(args.split(" ")))
        .withMessage(message);
  }
}
