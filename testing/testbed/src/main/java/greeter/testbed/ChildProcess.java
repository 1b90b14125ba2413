package greeter.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that says on one of its lines when it is ready. Its output is read as it comes, and
 * kept. Closing it ends it by SIGTERM.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

  private final Process process;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Optional<Matcher>> ready = new CompletableFuture<>();

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @throws IOException as {@link #launch} and {@link #awaitReady}
   */
  public static ChildProcess start(ProcessBuilder builder, Pattern readyLine) throws IOException {
    ChildProcess child = launch(builder, readyLine);
    var unused = child.awaitReady();
    return child;
  }

  /**
   * Starts it.
   *
   * @param builder whose standard error is joined to its output
   * @param readyLine found in the line that says that it is ready
   * @throws IOException if it cannot be started
   */
  static ChildProcess launch(ProcessBuilder builder, Pattern readyLine) throws IOException {
    ChildProcess child = new ChildProcess(Children.add(builder.redirectErrorStream(true).start()));
    Thread reader = new Thread(() -> child.read(readyLine), "output of " + child.process.pid());
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  /**
   * Waits until it is ready.
   *
   * @return what the line said that told so
   * @throws IOException if it ends before, or takes too long; the message is its output
   */
  Matcher awaitReady() throws IOException {
    try {
      Optional<Matcher> line = ready.get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
      if (line.isPresent()) {
        return line.get();
      }
    } catch (TimeoutException | InterruptedException e) {
      process.destroyForcibly();
      throw new IOException("process " + pid() + " did not start: " + lines(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    process.destroyForcibly();
    throw new IOException(String.join("\n", lines()));
  }

  /** What the line said that told it was ready; it is by now. */
  public Matcher readyLine() {
    return ready.join().orElseThrow();
  }

  public long pid() {
    return process.pid();
  }

  /** All that it has printed so far. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks it to end: SIGTERM. What it prints until then is read: Process.destroy closes its output.
   */
  public void terminate() {
    boolean unused = process.toHandle().destroy();
  }

  /** Ends it without a chance to say goodbye: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException if it does not end in time; it is killed then
   */
  public int exitCode() {
    try {
      if (process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new IllegalStateException("process " + pid() + " did not end; killed");
  }

  @Override
  public void close() {
    terminate();
    int unused = exitCode();
  }

  private void read(Pattern readyLine) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        Matcher matcher = readyLine.matcher(line);
        if (matcher.find()) {
          ready.complete(Optional.of(matcher));
        }
      }
    } catch (IOException e) {
      lines.add(e.toString());
    } finally {
      ready.complete(Optional.empty());
    }
  }
}
