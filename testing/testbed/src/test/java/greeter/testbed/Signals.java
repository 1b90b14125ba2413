package greeter.testbed;

import java.io.IOException;
import java.util.List;

/** Signals to the processes under test. */
final class Signals {
  /**
   * Begins a command whose process is to be ended by SIGINT: what a shell runs in the background
   * inherits that it is ignored, and Java would go on to ignore it. GNU's env.
   */
  static final List<String> WITH_SIGINT = List.of("env", "--default-signal=INT");

  private Signals() {}

  /** Sends TERM or INT. */
  static void send(String name, long pid) throws IOException, InterruptedException {
    // The shell's own: a bare system has no program of that name.
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
  }
}
