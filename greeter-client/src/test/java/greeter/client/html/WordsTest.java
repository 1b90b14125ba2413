package greeter.client.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 \u00b5s",
    "64, 64 \u00b5s",
    "1448, 1.45 ms",
    "14500, 14.5 ms",
    "145400, 145 ms",
    "1000000, 1 s",
    "60500000, 60.5 s"
  })
  void time_hasThreeDigits(long micros, String expected) {
    assertThat(Words.time(Duration.ofNanos(micros * 1_000))).isEqualTo(expected);
  }

  @Test
  void count_groupsDigitsAndKnowsOne() {
    assertThat(Words.count(1_234_567, "call")).isEqualTo("1\u202f234\u202f567 calls");
    assertThat(Words.count(1, "call")).isEqualTo("1 call");
  }
}
