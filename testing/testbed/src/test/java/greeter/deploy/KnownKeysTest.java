package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;

class KnownKeysTest {
  private static final KnownKeys KEYS = new KnownKeys(Set.of("name", "nodes[].role", "tags.*"));

  @Test
  void keys_thatAreKnown_areRight() {
    assertThat(KEYS.unknown(node("{name: a, nodes: [{role: b}], tags: {c: {d: e}}}"))).isEmpty();
  }

  @Test
  void keys_thatAreMisspelt_areFound() {
    assertThat(KEYS.unknown(node("{nam: a, nodes: [{role: b}, {rôle: b}], tag: {c: d}}")))
        .containsExactly("nam", "nodes[1].rôle", "tag");
  }

  @Test
  void keys_belowAValue_areFound() {
    assertThat(KEYS.unknown(node("{name: {first: a}}"))).containsExactly("name.first");
  }

  @Test
  void keys_thatStandTwice_areRefused() {
    assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> node("{a: 1, a: 2}"));
  }

  private static Node node(String yaml) {
    return Node.parse(yaml).get(0);
  }
}
