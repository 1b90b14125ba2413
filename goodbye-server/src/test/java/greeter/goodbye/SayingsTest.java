package greeter.goodbye;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greeter.server.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SayingsTest {
  @TempDir private Path folder;

  @Test
  void builtIn_haveTheirAttribution() {
    assertThat(Sayings.builtIn().lines())
        .hasSize(5)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("\\S[^()]* \\(Raymond Chandler, [^()]+, \\d{4}\\)"));
  }

  @Test
  void from_nothingSet_isTheBuiltIn() {
    assertThat(Sayings.from(Map.of())).isEqualTo(Sayings.builtIn());
  }

  @Test
  void from_file_isItsLines() throws IOException {
    assertThat(Sayings.from(env("  Élan. (A)\r\n\n \nSecond. (B)")).lines())
        .containsExactly("Élan. (A)", "Second. (B)");
  }

  @Test
  void from_noSuchFile() {
    assertBad(folder.resolve("none").toString());
  }

  @Test
  void from_directory() {
    assertBad(folder.toString());
  }

  @Test
  void from_emptyName() {
    assertBad("");
  }

  @Test
  void from_emptyFile() throws IOException {
    assertBad(env("").get("GREETER_SAYINGS_FILE"));
  }

  @Test
  void from_blankFile() throws IOException {
    assertBad(env(" \n\t\n").get("GREETER_SAYINGS_FILE"));
  }

  @Test
  void from_fileThatIsNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("latin1"), "Élan. (A)".getBytes(ISO_8859_1));
    assertBad(file.toString());
  }

  @Test
  void from_nameThatIsNoPath() {
    assertThatThrownBy(() -> Sayings.from(Map.of("GREETER_SAYINGS_FILE", "a\0b")))
        .isInstanceOf(BadSetting.class)
        .hasMessage(
            "GREETER_SAYINGS_FILE: \"a\\u0000b\""
                + " (expected: a readable UTF-8 file with a saying on each line)");
  }

  @Test
  void sayings_none() {
    assertThatThrownBy(() -> new Sayings(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lines: 0 (expected: 1 or more)");
  }

  @Test
  void pick_isUniform() {
    int picks = 100_000;
    Sayings sayings = Sayings.builtIn();
    RandomGenerator random = new SplittableRandom(2018);
    Map<String, Long> counts =
        Stream.generate(() -> sayings.pick(random))
            .limit(picks)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    // Five standard deviations of a share of a fifth.
    double near = 5 * Math.sqrt(picks * 0.2 * 0.8);
    assertThat(counts.keySet()).hasSize(5);
    assertThat(counts.values())
        .allSatisfy(
            count -> assertThat((double) count).isCloseTo(picks / 5.0, Offset.offset(near)));
  }

  private Map<String, String> env(String text) throws IOException {
    return Map.of(
        "GREETER_SAYINGS_FILE", Files.writeString(folder.resolve("sayings"), text).toString());
  }

  private static void assertBad(String file) {
    assertThatThrownBy(() -> Sayings.from(Map.of("GREETER_SAYINGS_FILE", file)))
        .isInstanceOf(BadSetting.class)
        .hasMessage(
            "GREETER_SAYINGS_FILE: \"%s\"".formatted(file)
                + " (expected: a readable UTF-8 file with a saying on each line)");
  }
}
