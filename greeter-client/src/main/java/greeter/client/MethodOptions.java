package greeter.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import greeter.client.calls.Greeting;
import greeter.client.connect.Connector;
import greeter.client.method.Catalog;
import greeter.client.method.Described;
import greeter.client.method.KnownByHealth;
import greeter.client.method.MethodCall;
import greeter.client.method.MethodName;
import greeter.client.method.Mistake;
import greeter.client.method.PodSource;
import greeter.client.method.ProtoFiles;
import greeter.client.method.Reflection;
import greeter.client.method.Unreachable;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to call in place of Hello and Goodbye: the options of every command that calls often. */
final class MethodOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      converter = Converters.Method.class,
      description =
          "call pkg.Service/Method in place of Hello and Goodbye; health is short for"
              + " grpc.health.v1.Health/Check, which is called anyway where health says that"
              + " neither is there")
  private Optional<MethodName> method;

  @Option(
      names = "--data",
      paramLabel = "JSON|@FILE",
      description = "with --method: its request (default: {})")
  private Optional<String> data;

  @Option(
      names = "--protoset",
      paramLabel = "FILE",
      description =
          "with --method: what protoc --include_imports --descriptor_set_out wrote; without it and"
              + " --proto the target is asked (server reflection)")
  private Optional<Path> protoset;

  @Option(
      names = "--proto",
      paramLabel = "FILE",
      description = "with --method: a .proto file that describes it")
  private Optional<Path> proto;

  @Option(
      names = "--proto-path",
      paramLabel = "DIR",
      description =
          "with --proto: where its imports start from, may be repeated (default: its folder)")
  private List<Path> protoPath = List.of();

  @Option(
      names = "--pod-from",
      paramLabel = "SOURCE",
      converter = Converters.Pod.class,
      description =
          "with --method: where answers name their pod: metadata:KEY, json:FIELD (of the reply;"
              + " dots lead into messages) or none (default: metadata:hostname)")
  private Optional<PodSource> podFrom;

  /** A method that has been found as far as that takes no connection. */
  interface Lookup {
    /**
     * Finds it, by server reflection if nothing else describes it.
     *
     * @return empty: Hello and Goodbye are to be called
     * @throws ParameterException if it cannot be found, or what is sent does not fit it
     * @throws Unreachable if the target cannot be asked
     */
    Optional<MethodCall> on(Connector connector, Duration deadline)
        throws Unreachable, InterruptedException;
  }

  /** The service that is named; empty: Hello and Goodbye are to be called. */
  Optional<String> service() {
    return method.map(MethodName::service);
  }

  /**
   * Reads what is at hand.
   *
   * @throws ParameterException if the options do not go together, or a file cannot be used
   */
  Lookup lookup() throws InterruptedException {
    if (method.isEmpty()) {
      checkAlone();
      return (connector, deadline) -> Optional.empty();
    }
    if (protoset.isPresent() && proto.isPresent()) {
      throw wrong("--protoset and --proto: one of the two");
    }
    if (proto.isEmpty() && !protoPath.isEmpty()) {
      throw wrong("--proto-path: needs --proto");
    }
    MethodName name = method.get();
    String json = json();
    try {
      Optional<Catalog> atHand = atHand(name);
      if (atHand.isPresent()) {
        MethodCall call = find(atHand.get(), name, json);
        return (connector, deadline) -> Optional.of(call);
      }
    } catch (Mistake e) {
      throw wrong(e.getMessage());
    }
    return (connector, deadline) -> Optional.of(ask(connector, deadline, name, json));
  }

  /**
   * The same for commands that make unary calls only.
   *
   * @throws ParameterException if it is none
   */
  Greeting<?, ?> unary(MethodCall call) {
    try {
      return call.unary();
    } catch (Mistake e) {
      throw wrong(e.getMessage());
    }
  }

  /**
   * What to call where no method is named and the target's health says that it has neither Hello
   * nor Goodbye: health, and a line on standard error that says so. Empty otherwise.
   */
  Optional<MethodCall> healthInstead(Connector connector, Duration deadline)
      throws InterruptedException {
    if (method.isPresent() || !KnownByHealth.neitherHelloNorGoodbye(connector, deadline)) {
      return Optional.empty();
    }
    command
        .commandLine()
        .getErr()
        .println(
            connector.target().written()
                + " has neither Hello nor Goodbye: calling its health; --method names another");
    try {
      return Optional.of(find(Described.HEALTH, MethodName.HEALTH, "{}"));
    } catch (Mistake e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkAlone() {
    Stream.of(
            data.map(given -> "--data"),
            protoset.map(given -> "--protoset"),
            proto.map(given -> "--proto"),
            protoPath.stream().findFirst().map(given -> "--proto-path"),
            podFrom.map(given -> "--pod-from"))
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            option -> {
              throw wrong(option + ": needs --method");
            });
  }

  private Optional<Catalog> atHand(MethodName name) throws Mistake {
    if (protoset.isPresent()) {
      return Optional.of(Described.protoset(protoset.get()));
    }
    if (proto.isPresent()) {
      return Optional.of(ProtoFiles.compile(proto.get(), protoPath));
    }
    return name.isOfHealth() ? Optional.of(Described.HEALTH) : Optional.empty();
  }

  private MethodCall ask(Connector connector, Duration deadline, MethodName name, String json)
      throws Unreachable, InterruptedException {
    ManagedChannel channel = connector.connect();
    try {
      return find(new Reflection(channel, connector.target().written(), deadline), name, json);
    } catch (Unreachable e) {
      throw e;
    } catch (Mistake e) {
      throw wrong(e.getMessage());
    } finally {
      channel.shutdownNow();
    }
  }

  private MethodCall find(Catalog catalog, MethodName name, String json)
      throws Mistake, InterruptedException {
    PodSource pod = podFrom.orElseGet(() -> new PodSource.Metadata("hostname"));
    return MethodCall.find(catalog, name, json, pod);
  }

  private String json() {
    String given = data.orElse("{}");
    if (!given.startsWith("@")) {
      return given;
    }
    try {
      return Files.readString(Path.of(given.substring(1)), UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw wrong("--data: \"" + given + "\" (expected: JSON, or @ and a readable file)");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
