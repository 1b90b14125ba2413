package greeter.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Path;

/** ghz, of github.com/bojand/ghz. */
record Ghz(Path program, Core core) implements Client {
  @Override
  public String name() {
    return "ghz";
  }

  @Override
  public Sample call(String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    Core.Ran ran =
        core.run(
            program.toString(),
            "--insecure",
            "--proto",
            Project.root().resolve("api/src/main/proto/helloworld.proto").toString(),
            "--call",
            "helloworld.Hello." + shape.method(),
            "--data",
            "{\"name\":\"Ann\",\"age\":\"30\"}",
            "--total",
            Integer.toString(calls),
            "--concurrency",
            Integer.toString(shape.callers()),
            "--connections",
            Integer.toString(shape.connections()),
            "--format",
            "json",
            address);
    return sample(ran.out(), calls, ran.busy());
  }

  static Sample sample(String json, int calls, double busy) throws IOException {
    JsonObject run = JsonParser.parseString(json).getAsJsonObject();
    JsonObject codes = run.getAsJsonObject("statusCodeDistribution");
    if (!codes.has("OK") || codes.get("OK").getAsInt() != calls) {
      throw new IOException("ghz: " + codes + " of " + calls + " calls");
    }
    for (JsonElement each : run.getAsJsonArray("latencyDistribution")) {
      JsonObject latency = each.getAsJsonObject();
      if (latency.get("percentage").getAsInt() == 50) {
        double nanos = latency.get("latency").getAsDouble();
        return new Sample(run.get("rps").getAsDouble(), nanos / 1e9, busy);
      }
    }
    throw new IOException("ghz: no p50");
  }
}
