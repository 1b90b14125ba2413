package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("external")
class NginxProgramIT {
  @Test
  @EnabledIf(value = "hasApt", disabledReason = "only Debian and Ubuntu have Debian's packages")
  void ofDebian_isUnpackedBelowTarget() {
    NginxProgram program = NginxProgram.ofDebian().orElseThrow();

    assertThat(program.path()).startsWith(Project.root().resolve("target"));
    assertThat(program.version()).startsWith("1.");
  }

  @Test
  void ofWheel_isThePinnedVersion() {
    assertThat(NginxProgram.ofWheel()).map(NginxProgram::version).contains("1.31.3");
  }

  @Test
  void listen_spellsHttp2AsTheVersionDoes() {
    assertThat(new NginxProgram(Path.of("nginx"), "1.25.0").listen("127.0.0.1:80"))
        .isEqualTo("listen 127.0.0.1:80 http2;\n");
    assertThat(new NginxProgram(Path.of("nginx"), "1.25.1").listen("127.0.0.1:80"))
        .isEqualTo("listen 127.0.0.1:80;\nhttp2 on;\n");
  }

  static boolean hasApt() {
    return Files.isExecutable(Path.of("/usr/bin/apt-get"));
  }
}
