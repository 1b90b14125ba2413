package greeter.bench;

import greeter.testbed.ChildProcess;
import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Hello server that is measured.
 *
 * @param command that starts it; a line of its output says {@code on port N} when it serves
 * @param warmUp how long it is called until it counts
 */
record Peer(String name, List<String> command, Map<String, String> environment, Duration warmUp) {
  static final String GRPC_GO = "grpc-go";

  /** By then a JVM has compiled what it will. */
  private static final Duration JVM_WARM_UP = Duration.ofSeconds(15);

  private static final Duration NATIVE_WARM_UP = Duration.ofSeconds(2);

  /** {@link #warmUp} of all, in words. */
  static final String WARM_UPS =
      "%d s to warm up (%d s without a JVM)"
          .formatted(JVM_WARM_UP.toSeconds(), NATIVE_WARM_UP.toSeconds());

  /** As all of them are named. */
  static final String POD = "hello-1";

  private static final Pattern SERVING = Pattern.compile("^serving.* on port (\\d+)$");

  /**
   * Ours, as its image starts it. The first flags are what a JVM takes from the memory that {@code
   * deploy/apps} gives to its container.
   */
  static Peer ours(Image image) {
    return ours("hello-server", image, POD);
  }

  /** The same under a name of another, and as another pod. */
  static Peer ours(String name, Image image, String pod, String... moreFlags) {
    List<String> flags = new ArrayList<>(List.of("-XX:MaxRAM=192m", "-XX:+UseSerialGC"));
    flags.addAll(List.of(moreFlags));
    return new Peer(
        name,
        image.command(flags),
        Map.of(
            "GRPC_ADDRESS", "127.0.0.1",
            "GRPC_PORT", "0",
            "POD_NAME", pod,
            "GREETER_SETTLE", "0s"),
        JVM_WARM_UP);
  }

  /** Those of other languages, as {@code testing/bench/peers/build} has built them in a folder. */
  static List<Peer> foreign(Path folder, String cppVersion) {
    return List.of(
        built("tonic", folder.resolve("tonic-peer")),
        built(GRPC_GO, folder.resolve("grpc-go-peer")),
        built("gRPC C++ " + cppVersion, folder.resolve("grpc-cpp-peer")));
  }

  /** Those, and the one of Java. */
  static List<Peer> others(Path folder, String cppVersion) {
    List<Peer> others = new ArrayList<>(foreign(folder, cppVersion));
    others.add(
        new Peer(
            "grpc-java example",
            List.of(
                Project.java(),
                "-cp",
                Project.jar("testing/bench").toString(),
                ExampleServer.class.getName(),
                POD),
            Map.of(),
            JVM_WARM_UP));
    return others;
  }

  private static Peer built(String name, Path program) {
    return new Peer(name, List.of(program.toString(), POD), Map.of(), NATIVE_WARM_UP);
  }

  /** Starts it on one core. */
  ChildProcess start(int core) throws IOException {
    return start(Integer.toString(core));
  }

  /** The same on several cores, as {@code taskset} takes them. */
  ChildProcess start(String cores) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned);
    builder.environment().putAll(environment);
    return ChildProcess.start(builder, SERVING);
  }

  static String address(ChildProcess process) {
    return "127.0.0.1:" + process.readyLine().group(1);
  }
}
