package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.goodbye.Sayings;
import greeter.server.ServerConfig;
import greeter.server.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of the servers' environment is that of the code. */
class ReadmeTest {
  @Test
  void settings_areThoseOfTheCode() throws IOException {
    List<String> rows =
        Stream.concat(ServerConfig.SETTINGS.stream(), Stream.of(Sayings.FILE))
            .map(ReadmeTest::row)
            .toList();

    assertThat(
            Files.readAllLines(Project.root().resolve("README.md")).stream()
                .filter(line -> line.startsWith("| `G") || line.startsWith("| `POD_")))
        .containsExactlyElementsOf(rows);
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | %s | %s | %s |"
        .formatted(setting.name(), setting.expected(), setting.fallback(), setting.meaning());
  }
}
