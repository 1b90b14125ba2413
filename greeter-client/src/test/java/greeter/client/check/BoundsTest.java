package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  private static final Bounds KIB =
      Bounds.atLeast("what arrives", "KiB", "why")
          .failBelow(4)
          .warnBelow(8)
          .infoBelow(16)
          .orFailsOn("a lost call");

  @ParameterizedTest
  @CsvSource({"0,FAIL", "3.9,FAIL", "4,WARN", "7.9,WARN", "8,INFO", "15.9,INFO", "16,PASS"})
  void grade_isOfTheFirstBoundThatIsNotReached(double value, Grade grade) {
    assertThat(KIB.grade(value)).isEqualTo(grade);
  }

  @Test
  void words_nameNumberAndUnitAndWhatElseCounts() {
    assertThat(KIB.fail()).isEqualTo("below 4 KiB, or a lost call");
    assertThat(KIB.warn()).isEqualTo("below 8 KiB");
    assertThat(KIB.info()).isEqualTo("below 16 KiB");
  }

  @Test
  void words_ofWhatNeverComes_areNone() {
    Bounds bounds = Bounds.warnsOn("what ends", "an end", "why");

    assertThat(bounds.fail()).isEmpty();
    assertThat(bounds.info()).isEmpty();
  }

  @Test
  void words_withoutANumber_areWhatCounts() {
    Bounds bounds =
        Bounds.failsOn("what ends", "an end", "why").orWarnsOn("a pause").orInformsOn("a word");

    assertThat(bounds.fail()).isEqualTo("an end");
    assertThat(bounds.warn()).isEqualTo("a pause");
    assertThat(bounds.info()).isEqualTo("a word");
    assertThat(bounds.grade(0)).isEqualTo(Grade.PASS);
  }
}
