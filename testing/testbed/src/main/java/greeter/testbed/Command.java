package greeter.testbed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
  /** A network that answers nobody must not hold up the demo for longer. */
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

  private Command() {}

  /** As {@link #run}, by the network, which somebody waits for. */
  static Optional<String> fetch(Path folder, String... command) {
    System.err.println("fetching: " + String.join(" ", command));
    return run(folder, command);
  }

  /** The output of a program that ended well, and in time. */
  static Optional<String> run(Path folder, String... command) {
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      CompletableFuture.delayedExecutor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      try (InputStream out = process.getInputStream()) {
        String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // not installed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
