package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** greeter-client/greeter-client, with a jar of its own. */
@Timeout(120)
class LauncherIT {
  @TempDir Path folder;

  private Path launcher;
  private Path jar;

  @BeforeEach
  void copy() throws Exception {
    launcher = folder.resolve("greeter-client");
    jar = Files.createDirectory(folder.resolve("target")).resolve("greeter-client.jar");
    Files.copy(Project.root().resolve("greeter-client/greeter-client"), launcher);
    Files.copy(Project.jar("greeter-client"), jar);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_19)
  void classes_areKept_andMadeAnewForAnotherJar() throws Exception {
    String first = run(Map.of(), "explain", "H2C");
    Path kept = jar.resolveSibling("greeter-client.jsa");
    FileTime made = Files.getLastModifiedTime(kept);
    String second = run(Map.of(), "explain", "H2C");
    FileTime used = Files.getLastModifiedTime(kept);
    Files.setLastModifiedTime(jar, FileTime.from(made.toInstant().plusSeconds(60)));
    String third = run(Map.of(), "explain", "H2C");

    assertThat(List.of(first, second, third))
        .containsOnly("0 " + Client.run("explain", "H2C").out());
    assertThat(used).isEqualTo(made);
    assertThat(Files.getLastModifiedTime(kept)).isGreaterThan(made);
  }

  /** As in Java 5's format, in which picocli comes, they could not. */
  @Test
  void classes_ofPicocli_canBeKept() throws Exception {
    try (JarFile classes = new JarFile(jar.toFile());
        DataInputStream commandLine =
            new DataInputStream(
                classes.getInputStream(classes.getEntry("picocli/CommandLine.class")))) {
      commandLine.skipNBytes(6);
      assertThat(commandLine.readUnsignedShort()).isEqualTo(61);
    }
  }

  @Test
  void arguments_areThoseOfTheJar() throws Exception {
    assertThat(run(Map.of(), "load", "no such place", "--rate", "7 / s"))
        .startsWith("2 ")
        .contains("--rate: \"7 / s\"");
  }

  @Test
  void jarMissing_isNamed() throws Exception {
    Files.delete(jar);

    assertThat(run(Map.of()))
        .isEqualTo("2 greeter-client: %s is missing (mvn package makes it)\n".formatted(jar));
  }

  @Test
  void javaMissing_isNamed() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", folder.toString())))
        .isEqualTo(
            "2 greeter-client: %s/bin/java is missing (expected: a JDK, 17 or newer, in JAVA_HOME or on the PATH)\n"
                .formatted(folder));
  }

  @Test
  void folder_thatItMayNotWrite_keepsNothing_andTheExitCodeIsTheJars() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(jar.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--r--r--"));
    // Nothing is forbidden to root.
    List<String> nobody =
        System.getProperty("user.name").equals("root")
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : List.of();

    assertThat(run(nobody, Map.of(), "explain", "H2C"))
        .isEqualTo("0 " + Client.run("explain", "H2C").out());
    assertThat(jar.resolveSibling("greeter-client.jsa")).doesNotExist();
  }

  /** The exit code, and what was printed. */
  private String run(Map<String, String> environment, String... arguments) throws Exception {
    return run(List.of(), environment, arguments);
  }

  private String run(List<String> as, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(as);
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = Children.add(builder.start());
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + printed;
  }
}
