package greeter.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of src/test/python, which use gRPC for Python and nothing of this project. */
final class Python {
  private Python() {}

  static ProcessBuilder program(String name, List<String> args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(withGrpc());
    command.add(
        Project.root().resolve(Path.of("testing/testbed/src/test/python", name)).toString());
    command.addAll(args);
    return new ProcessBuilder(command);
  }

  /** A python that has grpcio; Debian's has it, but need not be the first on PATH. */
  private static String withGrpc() throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (new ProcessBuilder(python, "-c", "import grpc").start().waitFor() == 0) {
        return python;
      }
    }
    throw new AssertionError("no python3 with grpcio: apt-get install python3-grpcio");
  }
}
