package greeter.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.testbed.Project;
import java.io.IOException;

/** {@code greeter-client load}. */
record GreeterLoad(Core core) implements Client {
  @Override
  public String name() {
    return "greeter-client load";
  }

  @Override
  public Sample call(String address, int calls) throws IOException, InterruptedException {
    Core.Ran ran =
        core.run(
            Project.java(),
            "-jar",
            Project.jar("greeter-client").toString(),
            "load",
            address,
            "--calls",
            Integer.toString(calls),
            // A JVM compiles what it runs; the others were compiled before.
            "--warmup",
            "20s",
            "--concurrency",
            Integer.toString(CALLERS),
            "--connections",
            Integer.toString(CONNECTIONS),
            "--mix",
            "hello=1",
            "-o",
            "json");
    return sample(ran.out(), calls, ran.busy());
  }

  static Sample sample(String json, int calls, double busy) throws IOException {
    JsonObject run = JsonParser.parseString(json).getAsJsonObject();
    long answered = run.getAsJsonObject("counts").get("answered").getAsLong();
    if (answered != calls) {
      throw new IOException("greeter-client: " + answered + " of " + calls + " calls answered");
    }
    return new Sample(
        run.get("throughput").getAsDouble(),
        run.getAsJsonObject("latency").get("p50").getAsDouble(),
        busy);
  }
}
