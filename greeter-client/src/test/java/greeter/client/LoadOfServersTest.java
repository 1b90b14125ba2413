package greeter.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import greeter.client.load.LoadResult;
import greeter.client.load.report.LoadJson;
import greeter.client.load.report.LoadJsonReader;
import greeter.client.server.GreetingServer;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of load against real servers, in the forms in which they are told. */
@Timeout(60)
class LoadOfServersTest {
  private static final Pattern START = Pattern.compile("\"start\": \"[^\"]*\"");

  @TempDir Path folder;

  @Test
  void json_isOfItsSchemaAndReadBack() throws IOException {
    try (GreetingServer server =
        GreetingServer.named(
            GreetingServer.rotation("pod-1", "pod-2"), GreetingServer.both("text"))) {
      Cli run =
          Cli.run(
              "load",
              server.target(),
              "--calls",
              "60",
              "--concurrency",
              "4",
              "--warmup",
              "0s",
              "-o",
              "json");

      LoadResult result = LoadJsonReader.read(run.out());
      assertThat(run.exitCode()).isZero();
      assertThat(result.counts().answered()).isEqualTo(60);
      assertThat(result.services().get(0).pods()).hasSize(2);
      assertOfSchema(run.out());
    }
  }

  @Test
  void json_ofCallsThatFailed_isOfItsSchemaToo() throws IOException {
    try (GreetingServer server =
        GreetingServer.named(
            GreetingServer.rotation("pod-1"),
            GreetingServer.hello(
                request -> {
                  throw Status.ABORTED.withDescription("\u001b[31mno").asRuntimeException();
                }),
            GreetingServer.goodbye(request -> "text"))) {
      Cli run =
          Cli.run(
              "load",
              server.target(),
              "--rate",
              "50",
              "--duration",
              "1s",
              "--warmup",
              "0s",
              "-o",
              "json");

      LoadResult result = LoadJsonReader.read(run.out());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(result.counts().sent()).isEqualTo(50);
      assertThat(result.losses()).isNotEmpty().allMatch(loss -> loss.code().equals("ABORTED"));
      assertThat(run.out()).doesNotContain("\u001b");
      assertOfSchema(run.out());
    }
  }

  @Test
  void runs_ofSeveralClients_areMergedAndJudged() throws IOException {
    try (GreetingServer server =
        GreetingServer.named(GreetingServer.rotation("pod-1"), GreetingServer.both("text"))) {
      String one = json(server, "30");
      // As if both had begun together.
      String two =
          START
              .matcher(json(server, "40"))
              .replaceFirst(START.matcher(one).results().findFirst().orElseThrow().group());

      Cli merged =
          Cli.run(
              "merge",
              keep("one", one),
              keep("two", two),
              "--slo",
              "errors=0,p99=1us",
              "-o",
              "json");

      assertThat(merged.exitCode()).isEqualTo(1);
      assertThat(LoadJsonReader.read(merged.out()).counts().answered()).isEqualTo(70);
      assertThat(merged.out()).contains("SLO p99 <= ");
    }
  }

  private static String json(GreetingServer server, String calls) {
    return Cli.run(
            "load",
            server.target(),
            "--calls",
            calls,
            "--concurrency",
            "2",
            "--warmup",
            "0s",
            "-o",
            "json")
        .out();
  }

  private String keep(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json).toString();
  }

  private static void assertOfSchema(String json) throws IOException {
    try (InputStream schema = LoadJson.class.getResourceAsStream("load.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012)
                  .getSchema(new String(schema.readAllBytes(), UTF_8))
                  .validate(json, InputFormat.JSON))
          .isEmpty();
    }
  }
}
