package greeter.goodbye;

import greeter.server.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Famous sayings, each with its attribution.
 *
 * @param lines one saying each; at least one
 */
public record Sayings(List<String> lines) {
  /** Where other sayings may stand. */
  public static final Setting<Sayings> FILE =
      new Setting<>(
          "GREETER_SAYINGS_FILE",
          "a readable UTF-8 file with a saying on each line",
          "the built-in ones",
          "the sayings, as a mounted ConfigMap; read once, at the start",
          Sayings::read);

  public Sayings {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("lines: 0 (expected: 1 or more)");
    }
  }

  /**
   * The sayings of the file that the environment names, or else those of this program.
   *
   * @throws greeter.server.BadSetting if the file cannot be read, or has none
   */
  static Sayings from(Map<String, String> env) {
    return FILE.ifSet(env).orElseGet(Sayings::builtIn);
  }

  /** The sayings that come with this program. */
  public static Sayings builtIn() {
    try (InputStream in = Sayings.class.getResourceAsStream("/sayings.txt")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them, each as likely as any other. */
  String pick(RandomGenerator random) {
    return lines.get(random.nextInt(lines.size()));
  }

  private static Optional<Sayings> read(String file) {
    try {
      String text = Files.readString(Path.of(file));
      return text.isBlank() ? Optional.empty() : Optional.of(parse(text));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // no file, not readable, not UTF-8, or no path at all
    }
  }

  private static Sayings parse(String text) {
    return new Sayings(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
  }
}
