package greeter.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greeter.testbed.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code greeter-client load}. */
record GreeterLoad(Core core) implements Client {
  @Override
  public String name() {
    return "greeter-client load";
  }

  @Override
  public Sample call(String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    Core.Ran ran =
        run(
            address,
            calls,
            "--concurrency",
            Integer.toString(shape.callers()),
            "--connections",
            Integer.toString(shape.connections()));
    return sample(ran.out(), calls, ran.busy());
  }

  /** Calls at a steady rate, over as many connections as a proxy would use. */
  Schedule.Turn paced(String address, int rate, int calls)
      throws IOException, InterruptedException {
    Core.Ran ran =
        run(
            address,
            calls,
            "--rate",
            Integer.toString(rate),
            "--connections",
            Integer.toString(Shape.FEW_CONNECTIONS.connections()));
    return late(ran.out(), calls, ran.busy());
  }

  private Core.Ran run(String address, int calls, String... pace)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Project.root().resolve("greeter-client/greeter-client").toString(),
                "load",
                address));
    // A JVM compiles what it runs; the others were compiled before.
    command.addAll(List.of("--calls", Integer.toString(calls), "--warmup", "20s"));
    command.addAll(List.of(pace));
    command.addAll(List.of("--mix", "hello=1", "-o", "json"));
    return core.run(command.toArray(String[]::new));
  }

  static Schedule.Turn late(String json, int calls, double busy) throws IOException {
    JsonObject late = answered(json, calls).getAsJsonObject("generator").getAsJsonObject("late");
    return new Schedule.Turn(
        late.get("p50").getAsDouble(),
        late.get("p99").getAsDouble(),
        late.get("max").getAsDouble(),
        busy);
  }

  static Sample sample(String json, int calls, double busy) throws IOException {
    JsonObject run = answered(json, calls);
    return new Sample(
        run.get("throughput").getAsDouble(),
        run.getAsJsonObject("latency").get("p50").getAsDouble(),
        busy);
  }

  private static JsonObject answered(String json, int calls) throws IOException {
    JsonObject run = JsonParser.parseString(json).getAsJsonObject();
    long answered = run.getAsJsonObject("counts").get("answered").getAsLong();
    if (answered != calls) {
      throw new IOException("greeter-client: " + answered + " of " + calls + " calls answered");
    }
    return run;
  }
}
