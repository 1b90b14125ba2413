package greeter.bench;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import greeter.testbed.ChildProcess;
import greeter.testbed.Project;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * A Hello server that is measured.
 *
 * @param command that starts it; a line of its output says {@code on port N} when it serves
 */
record Peer(String name, List<String> command, Map<String, String> environment) {
  static final String GRPC_GO = "grpc-go";

  private static final Duration JVM_WARM_UP = Duration.ofSeconds(15);
  private static final Duration NATIVE_WARM_UP = Duration.ofSeconds(2);

  /** {@link #warmUp} of all, in words. */
  static final String WARM_UPS =
      "%d s to warm up (%d s without a JVM)"
          .formatted(JVM_WARM_UP.toSeconds(), NATIVE_WARM_UP.toSeconds());

  private static final String POD = "hello-1";
  private static final Pattern SERVING = Pattern.compile("^serving.* on port (\\d+)$");

  /** Ours, with the flags of its image, and the memory that {@code deploy/apps} gives to it. */
  static Peer ours(List<String> flags) {
    List<String> command = new ArrayList<>(List.of(Project.java(), "-XX:MaxRAM=192m"));
    command.addAll(flags);
    command.addAll(List.of("-jar", Project.jar("hello-server").toString()));
    return new Peer(
        "hello-server",
        command,
        Map.of(
            "GRPC_ADDRESS",
            "127.0.0.1",
            "GRPC_PORT",
            "0",
            "POD_NAME",
            POD,
            "GREETER_SETTLE",
            "0s"));
  }

  /** By then a JVM has compiled what it will; the others are warm with their first calls. */
  Duration warmUp() {
    return command.get(0).equals(Project.java()) ? JVM_WARM_UP : NATIVE_WARM_UP;
  }

  /** This server of Java, with a flag more. */
  Peer with(String flag, String otherName) {
    List<String> flagged = new ArrayList<>(command);
    flagged.add(1, flag);
    return new Peer(otherName, flagged, environment);
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
            Map.of()));
    return others;
  }

  private static Peer built(String name, Path program) {
    return new Peer(name, List.of(program.toString(), POD), Map.of());
  }

  /**
   * Starts it on one core, and sees that it answers as all do.
   *
   * @throws IOException if it does not start, or answers differently
   */
  ChildProcess start(int core) throws IOException {
    return start(Integer.toString(core));
  }

  /** The same on several cores, as {@code taskset} takes them. */
  ChildProcess start(String cores) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned);
    builder.environment().putAll(environment);
    ChildProcess process = ChildProcess.start(builder, SERVING);
    try {
      verify(address(process));
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
    return process;
  }

  static String address(ChildProcess process) {
    return "127.0.0.1:" + process.readyLine().group(1);
  }

  private void verify(String address) throws IOException {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    try {
      Channel telling =
          ClientInterceptors.intercept(
              channel, MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
      String text =
          HelloGrpc.newBlockingStub(telling)
              .sayHello(HelloRequest.newBuilder().setName("Ann").setAge("30").build())
              .getMessage();
      String pod = headers.get().get(Wire.HOSTNAME);
      if (!text.equals(Wire.helloText("Ann", "30", POD)) || !POD.equals(pod)) {
        throw new IOException(name + " answers \"" + text + "\" as pod " + pod);
      }
    } finally {
      channel.shutdownNow();
    }
  }
}
