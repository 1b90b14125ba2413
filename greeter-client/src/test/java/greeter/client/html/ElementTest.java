package greeter.client.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTest {
  @Test
  void text_staysText() {
    assertThat(Element.of("p", "</p><img src=x onerror='a()'>&amp; \"").toString())
        .isEqualTo("<p>&#60;/p&#62;&#60;img src=x onerror=&#39;a()&#39;&#62;&#38;amp; &#34;</p>");
  }

  @Test
  void attribute_staysAttribute() {
    assertThat(Element.of("p").with("title", "\"><b>\n'").toString())
        .isEqualTo("<p title=\"&#34;&#62;&#60;b&#62;\n&#39;\"></p>");
  }

  @Test
  void charactersBeyondAscii_areReferences() {
    assertThat(Element.of("p", "\u00e4\u2028\ud83d\ude00").toString())
        .isEqualTo("<p>&#228;&#8232;&#128512;</p>");
  }

  /** HTML has no reference for either: half a character, and one that controls. */
  @Test
  void charactersThatHtmlCannotName_areShown() {
    assertThat(Element.of("p", "\ud800 \u0000\u001b\u0085").toString())
        .isEqualTo("<p>&#65533; \\u0000\\u001b\\u0085</p>");
  }

  @Test
  void wire_isIsolatedAndHasNothingUnseen() {
    assertThat(Element.of("p").wire("a\u202eb\u2069\nc\u200f").toString())
        .isEqualTo("<p><bdi>a\\u202eb\\u2069\\u000ac\\u200f</bdi></p>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"style", "onclick", "OnLoad", "a b", "a>", "", "\"", "=", "1"})
  void attributeThatMayAct_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.of("p").with(name, "x"))
        .withMessage(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p onclick=a", "p>", "<p", "!--"})
  void elementOfNoName_isRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Element.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a</script>", "a</SCRIPT ", "<!-- a", "\u00e4"})
  void script_thatCouldEndItself_isRefused(String code) {
    assertThatIllegalArgumentException().isThrownBy(() -> Element.of("script").raw(code));
  }

  @Test
  void elementsWithoutEnd_haveNone() {
    assertThat(Element.of("p").add(Element.of("br")).text("a").toString())
        .isEqualTo("<p><br>a</p>");
  }
}
