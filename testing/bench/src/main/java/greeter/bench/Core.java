package greeter.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The core of the clients: each program runs on it to its end, and its processor time is taken. */
final class Core {
  private static final String TIME = "TIMEFORMAT='%R %U %S'; time \"$0\" \"$@\"";

  private final int number;
  private final Path folder;

  /**
   * A core of this machine.
   *
   * @param folder for what a program says on standard error
   */
  Core(int number, Path folder) {
    this.number = number;
    this.folder = folder;
  }

  /**
   * Has this process on a core, and all that it starts without one of their own.
   *
   * @throws IOException if the system refuses it
   */
  static void move(int core) throws IOException, InterruptedException {
    Process taskset =
        new ProcessBuilder(
                "taskset",
                "--all-tasks",
                "--cpu-list",
                "--pid",
                Integer.toString(core),
                Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (taskset.waitFor() != 0) {
      throw new IOException(said.strip());
    }
  }

  /**
   * What a program came to.
   *
   * @param out its standard output
   * @param seconds that it took
   * @param busy its processor time ÷ that time
   */
  record Ran(String out, double seconds, double busy) {}

  /**
   * Runs a program.
   *
   * @throws IOException if it ends with anything but 0; the message is what it said
   */
  Ran run(String... command) throws IOException, InterruptedException {
    List<String> pinned =
        new ArrayList<>(List.of("taskset", "-c", Integer.toString(number), "bash", "-c", TIME));
    pinned.addAll(List.of(command));
    File err = folder.resolve("stderr.txt").toFile();
    ProcessBuilder builder = new ProcessBuilder(pinned).redirectError(err);
    builder.environment().put("LC_ALL", "C"); // decimal points
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    List<String> said = Files.readAllLines(err.toPath());
    if (exitCode != 0) {
      throw new IOException(
          "%s: exit code %d: %s".formatted(command[0], exitCode, String.join("\n", said)));
    }
    return ran(out, said.get(said.size() - 1));
  }

  /**
   * A program that has ended.
   *
   * @param times bash's {@code real user system}, in seconds
   */
  static Ran ran(String out, String times) {
    String[] parts = times.split(" ", -1);
    double seconds = Double.parseDouble(parts[0]);
    return new Ran(
        out, seconds, (Double.parseDouble(parts[1]) + Double.parseDouble(parts[2])) / seconds);
  }
}
