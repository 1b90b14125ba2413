package greeter.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** Programs are fetched by one at a time: tests run in several processes, each with threads. */
final class FetchLock {
  private FetchLock() {}

  /**
   * Waits until nobody else fetches, and fetches.
   *
   * @param folder where to; it need not be there
   */
  @SuppressWarnings("try") // the lock only has to be held
  static synchronized <T> T holding(Path folder, Supplier<T> fetch) {
    Path file = folder.resolveSibling(folder.getFileName() + ".lock");
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return fetch.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
