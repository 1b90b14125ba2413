package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("images")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the base is made on Linux alone")
class ImageBaseIT {
  @TempDir Path folder;

  @Test
  void madeTwice_isTheSame() throws Exception {
    Path first = folder.resolve("first.tar");
    Path second = folder.resolve("folder that is new/second.tar");

    ImageBase.make(first);
    ImageBase.make(second);

    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void otherJava_isRefused() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");

    assertThat(ImageBase.run("--java", home.toString()))
        .isEqualTo(
            new Finished(
                2,
                """
                base: needs a JDK 25 (found: Java 17.0.1 in %s): give it as --java HOME, or set \
                JAVA_HOME to it
                """
                    .formatted(home)));
  }

  @Test
  void noJava_isRefused() throws Exception {
    assertThat(ImageBase.run("--java", folder.toString()))
        .isEqualTo(
            new Finished(
                2, "base: needs a JDK 25: give it as --java HOME, or set JAVA_HOME to it\n"));
  }

  @Test
  void badOption_isRefused() throws Exception {
    assertThat(ImageBase.run("--jdk", "25"))
        .isEqualTo(
            new Finished(
                2,
                """
                base: --jdk: no such option (expected: --java HOME, --output TAR, --help)
                """));
    assertThat(ImageBase.run("--java")).isEqualTo(new Finished(2, "base: --java: no value\n"));
  }
}
