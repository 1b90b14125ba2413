package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.server.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** nginx takes what {@code explain} gives to paste, in the block that its first line names. */
@Tag("external")
@Timeout(60)
class NginxSnippetsIT {
  private static final Pattern BLOCK =
      Pattern.compile(
          "# (?:into )?(http|server|location|upstream|stream|outside of all blocks)\\b");

  /** Around a snippet; {@code UPSTREAMS} are those that it passes calls to and does not hold. */
  private static final Map<String, String> CONFIGS =
      Map.of(
          "http", "http { UPSTREAMS SNIPPET }",
          "server", "http { UPSTREAMS server { SNIPPET } }",
          "location",
              "http { UPSTREAMS upstream any { server 127.0.0.1:1; }"
                  + " server { location / { SNIPPET } } }",
          "upstream", "http { upstream any { SNIPPET } }",
          "stream", "stream { SNIPPET }",
          "outside of all blocks", "SNIPPET");

  @TempDir Path folder;

  static Stream<Snippet> snippets() {
    return Snippet.all("nginx");
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void snippet_isTaken(Snippet snippet) throws Exception {
    assertThat(nginxOn(snippet.text())).endsWith("test is successful\n");
  }

  /** Or the others could not fail. */
  @Test
  void settingThatIsNone_isRefused() throws Exception {
    assertThat(nginxOn("# server { }\ngrpc_read_time 1h;")).contains("unknown directive");
  }

  private String nginxOn(String snippet) throws Exception {
    Matcher block = BLOCK.matcher(snippet);
    assertThat(block.lookingAt()).as("names its block: %s", snippet).isTrue();
    Files.writeString(
        folder.resolve("nginx.conf"),
        "pid nginx.pid; events { }\n"
            + CONFIGS
                .get(block.group(1))
                .replace("UPSTREAMS", upstreams(snippet))
                .replace("SNIPPET", "\n" + snippet + "\n"));
    nameCertificate();
    NginxProgram newest = NginxProgram.ofWheel().orElseThrow();
    Process process =
        new ProcessBuilder(
                newest.path().toString(),
                "-t",
                "-p",
                folder + "/",
                "-c",
                "nginx.conf",
                "-e",
                "stderr")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  /** By the names that snippets give to a certificate and its key. */
  private void nameCertificate() throws Exception {
    Certificate certificate = Certificates.get().authority();
    Files.copy(certificate.pem(), folder.resolve("greeter.pem"));
    Files.copy(certificate.keyPem(), folder.resolve("greeter.key"));
  }

  private static String upstreams(String snippet) {
    return Pattern.compile("grpc_pass grpcs?://([\\w-]+);")
        .matcher(snippet)
        .results()
        .map(pass -> pass.group(1))
        .distinct()
        .filter(name -> !snippet.contains("upstream " + name + " {"))
        .map(name -> "upstream " + name + " { server 127.0.0.1:1; }")
        .collect(Collectors.joining("\n"));
  }
}
