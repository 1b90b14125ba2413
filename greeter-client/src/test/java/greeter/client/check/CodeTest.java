package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeTest {
  @ParameterizedTest
  @EnumSource(Code.class)
  void row_saysWhatItMeasuresAndWhereItTurns(Code code) {
    Bounds bounds = code.bounds();

    assertThat(code.title()).isNotBlank();
    assertThat(bounds.quantity()).isNotBlank();
    assertThat(bounds.why()).isNotBlank();
    assertThat(bounds.fail() + bounds.warn()).isNotBlank();
    if (bounds.failBelow().isPresent()
        || bounds.warnBelow().isPresent()
        || bounds.infoBelow().isPresent()) {
      assertThat(bounds.unit()).isNotBlank();
    }
  }

  /** The checks of these give INFO. */
  @ParameterizedTest
  @EnumSource(names = {"H2C", "STREAM_PIN", "KEEPALIVE", "METADATA"})
  void row_saysWhatIsWorthKnowing(Code code) {
    assertThat(code.bounds().info()).isNotBlank();
  }

  /** Else a need of a need could be red, and this code be judged all the same. */
  @ParameterizedTest
  @EnumSource(Code.class)
  void needs_holdTheNeedsOfEach(Code code) {
    assertThat(code.needs()).allSatisfy(need -> assertThat(code.needs()).containsAll(need.needs()));
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void of_label_isTheCode(Code code) {
    assertThat(Code.of(code.label().toLowerCase(Locale.ROOT))).contains(code);
    assertThat(Code.of(code.label() + "S")).isEmpty();
  }
}
