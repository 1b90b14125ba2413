package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.check.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ac, 1",
    "ac, abc, 1",
    "kitten, sitting, 3",
    "ab, ba, 2"
  })
  void distance_countsChanges(String a, String b, int changes) {
    assertThat(Near.distance(a, b)).isEqualTo(changes);
  }

  @Test
  void to_aBeginning_isAllThatBeginSo() {
    assertThat(Near.to("stream-"))
        .containsExactly(Code.STREAM_PIN, Code.STREAM_AGE, Code.STREAM_IDLE, Code.STREAM_SIZE);
  }

  @Test
  void to_aTypingError_isTheCode() {
    assertThat(Near.to("STAUTS")).containsExactly(Code.STATUS);
    assertThat(Near.to("streams_max")).containsExactly(Code.STREAMS_MAX);
  }

  @Test
  void to_anotherWord_isNone() {
    assertThat(Near.to("reflection")).isEmpty();
    assertThat(Near.to("")).isEmpty();
  }
}
