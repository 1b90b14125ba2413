package greeter.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The demo, run as {@code deploy/local/demo} runs it. */
final class DemoProcess implements AutoCloseable {
  static final Pattern UP = Pattern.compile("^the ingress listens at 127\\.0\\.0\\.1:(\\d+)$");
  private static final Pattern PORT =
      Pattern.compile("^(?:serving .* on port |the ingress listens at .*:)(\\d+)$");

  private final ChildProcess process;

  private DemoProcess(ChildProcess process) {
    this.process = process;
  }

  /** Starts it, and waits for a line. */
  static DemoProcess start(Pattern line, Map<String, String> env, String... args)
      throws IOException {
    return start(List.of(), line, env, args);
  }

  /** The same, so that SIGINT ends it, even if a shell in the background runs the build. */
  static DemoProcess startWithSigint(Pattern line, Map<String, String> env) throws IOException {
    return start(Signals.WITH_SIGINT, line, env);
  }

  private static DemoProcess start(
      List<String> prefix, Pattern line, Map<String, String> env, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Project.java(), "-jar", Project.jar("testing/testbed").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(env);
    return new DemoProcess(ChildProcess.start(builder, line));
  }

  ChildProcess process() {
    return process;
  }

  /** Waits for its end, and returns all that it printed. */
  String output() {
    int unused = process.exitCode();
    return String.join("\n", process.lines());
  }

  /** Those ports of its servers and its ingress that somebody still listens on. */
  List<Integer> openPorts() {
    return process.lines().stream()
        .flatMap(line -> PORT.matcher(line).results())
        .map(MatchResult::group)
        .map(text -> Integer.valueOf(text.replaceAll(".*\\D", "")))
        .filter(DemoProcess::isOpen)
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
