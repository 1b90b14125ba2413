package greeter.deploy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a program came to.
 *
 * @param output standard output and error, joined
 */
record Finished(int exitCode, String output) {
  static Finished run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Finished(process.waitFor(), output);
    }
  }
}
