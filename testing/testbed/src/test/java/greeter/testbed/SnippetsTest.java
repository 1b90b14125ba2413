package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code explain} gives to paste as YAML is YAML. */
class SnippetsTest {
  static Stream<Snippet> yaml() {
    return Snippet.all("yaml");
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void yaml_holdsSettings(Snippet snippet) {
    Load load = new Load(LoadSettings.builder().setLabel(snippet.toString()).build());

    List<Object> documents =
        StreamSupport.stream(load.loadAllFromString(snippet.text()).spliterator(), false).toList();

    assertThat(documents)
        .isNotEmpty()
        .allSatisfy(document -> assertThat(document).isInstanceOfAny(Map.class, List.class));
  }
}
