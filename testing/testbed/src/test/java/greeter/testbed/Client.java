package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real client jar, run as a user runs it. */
final class Client implements AutoCloseable {
  private static final int ENDS_WITHIN_SECONDS = 180;

  private final Process process;
  private final Path out;
  private final Path err;

  /** What a run came to. */
  record Result(int exitCode, String out, String err) {}

  private Client(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Result run(String... args) throws IOException, InterruptedException {
    return run(List.of(), args);
  }

  static Result run(List<String> jvmOptions, String... args)
      throws IOException, InterruptedException {
    try (Client client = start(jvmOptions, args)) {
      return client.result();
    }
  }

  static Client start(List<String> jvmOptions, String... args) throws IOException {
    return start(List.of(), jvmOptions, args);
  }

  /** Starts it so that SIGINT ends it, even if a shell in the background runs the build. */
  static Client startWithSigint(String... args) throws IOException {
    return start(Signals.WITH_SIGINT, List.of(), args);
  }

  private static Client start(List<String> prefix, List<String> jvmOptions, String... args)
      throws IOException {
    Path out = Files.createTempFile("client", ".out");
    Path err = Files.createTempFile("client", ".err");
    List<String> command = new ArrayList<>(prefix);
    command.add(Project.java());
    Path jar = Project.jar("greeter-client");
    command.add("-XX:TieredStopAtLevel=1"); // it runs for a second or two
    command.addAll(keptClasses(jar));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(args));
    return new Client(
        Children.add(
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()),
        out,
        err);
  }

  /** Over a hundred run in the tests: all but the first start from the classes of another. */
  private static List<String> keptClasses(Path jar) throws IOException {
    Path archive = jar.resolveSibling("greeter-client.jsa");
    if (Files.exists(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0) {
      Files.delete(archive); // of another jar
    }
    return Runtime.version().feature() < 19
        ? List.of()
        : List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:disable"); // which of them cannot be kept
  }

  long pid() {
    return process.pid();
  }

  Result result() throws IOException, InterruptedException {
    if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the client did not end; so far: " + Files.readString(out, UTF_8));
    }
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(out);
    Files.delete(err);
  }
}
