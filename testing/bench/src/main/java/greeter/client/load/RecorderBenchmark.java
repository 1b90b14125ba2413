package greeter.client.load;

import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What {@code greeter-client load} takes to remember an answered call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecorderBenchmark {
  private static final List<String> PODS = List.of("hello-1", "hello-2", "hello-3");
  private static final long APART = 20_000;
  private static final long TOOK = 1_500_000;

  private final Recorder recorder =
      new Recorder(
          List.of(
              new Work(
                  "Hello",
                  MethodType.UNARY,
                  "helloworld.Hello/SayHello",
                  List.of(new byte[0]),
                  PodFrom.nothing())));
  private final Carrier carrier = recorder.opened(0, 0);
  private int calls;

  @Benchmark
  public void answeredCall() {
    long due = ++calls * APART;
    recorder.answered(carrier, 0, PODS.get(calls % PODS.size()), true, due, due, due + TOOK);
  }
}
