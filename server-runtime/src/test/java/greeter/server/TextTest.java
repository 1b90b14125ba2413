package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  /** One character, two Java chars. */
  private static final String CLEF = "\uD834\uDD1E";

  @Test
  void checked_withinBounds_isTheValue() {
    assertThat(Text.checked("name", "Bob", 3, 3)).isEqualTo("Bob");
    assertThat(Text.checked("age", "", 0, 3)).isEmpty();
  }

  @Test
  void checked_countsCodePoints() {
    assertThat(Text.checked("name", CLEF.repeat(3), 3, 3)).isEqualTo(CLEF.repeat(3));
    assertRefused(CLEF.repeat(4), "name: 4 characters (expected: 1..3)");
  }

  @Test
  void checked_tooShort() {
    assertRefused("", "name: 0 characters (expected: 1..3)");
  }

  @Test
  void checked_tooLong() {
    assertRefused("Bobs", "name: 4 characters (expected: 1..3)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x09, 0x0a, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f})
  void checked_controlCharacter(int control) {
    assertRefused(
        "a" + Character.toString(control),
        "name: control character U+%04X (expected: none)".formatted(control));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x7e, 0xa0, 0x2028})
  void checked_neighboursOfControlCharacters_areText(int character) {
    assertThat(Text.checked("name", Character.toString(character), 1, 3)).hasSize(1);
  }

  private static void assertRefused(String value, String description) {
    assertThatThrownBy(() -> Text.checked("name", value, 1, 3))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: " + description);
  }
}
