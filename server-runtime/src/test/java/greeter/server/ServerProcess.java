package greeter.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's executable jar, run by the Java that runs the test. */
public final class ServerProcess implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;
  private static final Pattern SERVING = Pattern.compile("serving .* on port (\\d+)");

  private final Process process;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final Thread reader;
  private final CompletableFuture<List<String>> err;

  private ServerProcess(Process process) {
    this.process = process;
    this.reader = new Thread(() -> process.inputReader().lines().forEach(out::add), "stdout");
    reader.setDaemon(true);
    reader.start();
    this.err = CompletableFuture.supplyAsync(() -> lines(process.errorReader()));
  }

  /** Starts {@code target/NAME.jar} with this environment and nothing else of the test's. */
  public static ServerProcess start(String name, Map<String, String> env, String... arguments)
      throws IOException {
    return run(command(name, arguments), env);
  }

  /** The same, where Ctrl-C is not ignored, as it is where a shell ran the build in background. */
  public static ServerProcess startWithSigint(String name, Map<String, String> env)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(command(name));
    return run(command, env);
  }

  /** The same, with a terminal of its own, whose line ends are cut off and whose input is ours. */
  public static ServerProcess startOnTerminal(String name, Map<String, String> env)
      throws IOException {
    String command = "exec env --default-signal=INT " + String.join(" ", command(name));
    return run(List.of("script", "-qefc", command, "/dev/null"), env);
  }

  private static List<String> command(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", Path.of("target", name + ".jar").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static ServerProcess run(List<String> command, Map<String, String> env)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().put("GRPC_ADDRESS", "127.0.0.1");
    builder.environment().put("GRPC_PORT", "0");
    builder.environment().put("POD_NAME", Serving.POD);
    builder.environment().putAll(env);
    return new ServerProcess(builder.start());
  }

  /** The next line of the output. */
  public String line() throws InterruptedException {
    String line = out.poll(WAIT_SECONDS, SECONDS);
    if (line == null) {
      throw new AssertionError("no line within " + WAIT_SECONDS + " s");
    }
    return line;
  }

  /** The port that the first line of the output names. */
  public int port() throws InterruptedException {
    String line = line();
    Matcher serving = SERVING.matcher(line);
    if (!serving.matches()) {
      throw new AssertionError(line);
    }
    return Integer.parseInt(serving.group(1));
  }

  /** Sends a signal, {@code TERM} or {@code INT}. */
  public void signal(String name) throws IOException, InterruptedException {
    // The shell's own: a bare system has no program of that name.
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  /** Types on its terminal. */
  public void type(String keys) throws IOException {
    process.outputWriter().append(keys).flush();
  }

  /** The exit code, when it has ended. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(WAIT_SECONDS, SECONDS)) {
      throw new AssertionError("runs on after " + WAIT_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** The lines of the output that were not yet taken, when it has ended. */
  public String rest() throws InterruptedException {
    reader.join(SECONDS.toMillis(WAIT_SECONDS));
    return String.join("\n", out);
  }

  /** All that it said on stderr, when it has ended. */
  public List<String> errors() {
    return err.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static List<String> lines(BufferedReader reader) {
    try (reader) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
