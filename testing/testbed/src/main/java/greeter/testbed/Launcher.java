package greeter.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code greeter-client/greeter-client}, run where a user would type it. */
final class Launcher {
  private static final String PROGRAM = "greeter-client/greeter-client";

  private Launcher() {}

  /** Says the command, and starts it on this process's terminal. */
  static Process start(List<String> arguments) throws IOException {
    System.out.println("$ " + PROGRAM + " " + String.join(" ", arguments));
    List<String> command = new ArrayList<>();
    command.add(Project.root().resolve(PROGRAM).toString());
    command.addAll(arguments);
    ProcessBuilder client = new ProcessBuilder(command).inheritIO();
    client.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return Children.add(client.start());
  }
}
