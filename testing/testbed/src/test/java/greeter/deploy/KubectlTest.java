package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubectlTest {
  @TempDir Path folder;

  @Test
  void find_takesTheOneThatIsNamed() throws IOException {
    Path named = executable("mine");
    Path unused = executable("kubectl");

    assertThat(Kubectl.find(Optional.of(named.toString()), folder.toString(), Optional::empty))
        .isEqualTo(new Kubectl(named));
  }

  @Test
  void find_takesTheOneOnPath() throws IOException {
    Path onPath = executable("kubectl");

    assertThat(Kubectl.find(Optional.empty(), "/nowhere:" + folder, Optional::empty))
        .isEqualTo(new Kubectl(onPath));
  }

  @Test
  void find_withNoneThere_saysHowToInstallIt() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Kubectl.find(Optional.empty(), folder.toString(), Optional::empty))
        .withMessageContaining("install it as https://kubernetes.io/docs/tasks/tools says");
  }

  @Test
  void find_withANameOfNothing_fails() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Kubectl.find(Optional.of("/nothing"), folder.toString(), Optional::empty))
        .withMessage("KUBECTL: \"/nothing\" (expected: a kubectl)");
  }

  private Path executable(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
