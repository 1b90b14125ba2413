package greeter.client;

import greeter.client.load.LoadResult;
import greeter.client.load.report.LoadJsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs of load that were kept, as {@code -o json} prints them. */
final class LoadFiles {
  private LoadFiles() {}

  /**
   * The run in a file.
   *
   * @throws IllegalArgumentException if there is none, with why in one line
   */
  static LoadResult read(Path file) {
    try {
      return LoadJsonReader.read(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("\"%s\" (expected: a readable file)".formatted(file), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"%s\": %s".formatted(file, e.getMessage()), e);
    }
  }
}
