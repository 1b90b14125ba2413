package greeter.client.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void paragraphsListsAndCode_areElements() {
    assertThat(Prose.of("One\ntwo `a<b`.\n\n- x\n  y\n- `z`\n\nEnd:\n- w"))
        .map(Element::toString)
        .containsExactly(
            "<p>One\ntwo <code>a&#60;b</code>.</p>",
            "<ul><li>x\n  y</li><li><code>z</code></li></ul>",
            "<p>End:</p>",
            "<ul><li>w</li></ul>");
  }

  @Test
  void loneBackquote_staysText() {
    assertThat(Prose.of("a ` b")).map(Element::toString).containsExactly("<p>a ` b</p>");
  }

  @Test
  void nothing_isNothing() {
    assertThat(Prose.of("")).isEmpty();
  }
}
