package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
  @TempDir Path folder;

  private Image starting(String entryPoint) throws Exception {
    Files.writeString(
        folder.resolve("config.json"), "{\"config\":{\"Entrypoint\":[%s]}}".formatted(entryPoint));
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/class-path"), "/app/classes/*:/app/libs/a.jar\n");
    return Image.in(folder);
  }

  @Test
  void image_runsWhereItLies() throws Exception {
    Image image =
        starting(
            """
            "java","-Xmx9m","-XX:AOTCache=/app/aot/app.aot","-cp","@/app/class-path","a.Main"
            """);

    assertThat(image.command(List.of("-Dmore")))
        .containsExactly(
            folder + "/opt/java/bin/java",
            "-Dmore",
            "-Xmx9m",
            "-XX:AOTCache=" + folder + "/app/aot/app.aot",
            "-cp",
            folder + "/app/classes/*:" + folder + "/app/libs/a.jar",
            "a.Main");
  }

  @Test
  void imageThatStartsSomethingElse_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> starting("\"nginx\",\"-g\",\"daemon off;\""))
        .withMessageEndingWith(" starts [nginx, -g, daemon off;], not java with a class path");
  }
}
