package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.check.Code;
import greeter.goodbye.Sayings;
import greeter.server.ServerConfig;
import greeter.server.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's tables of the servers' environment and of the checks are those of the code. */
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

  @Test
  void checks_areThoseOfTheCode() throws IOException {
    List<String> lines = Files.readAllLines(Project.root().resolve("README.md"));

    assertThat(lines).containsOnlyOnce("<!-- codes -->", "<!-- end of codes -->");
    assertThat(
            lines.subList(
                lines.indexOf("<!-- codes -->") + 1, lines.indexOf("<!-- end of codes -->")))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("", "| code | what goes wrong | checked by |", "|---|---|---|"),
                    Stream.concat(Arrays.stream(Code.values()).map(ReadmeTest::row), Stream.of("")))
                .toList());
  }

  private static String row(Code code) {
    return "| `%s` | %s | %s |".formatted(code, code.title(), code.form());
  }

  private static String row(Setting<?> setting) {
    return "| `%s` | %s | %s | %s |"
        .formatted(setting.name(), setting.expected(), setting.fallback(), setting.meaning());
  }
}
