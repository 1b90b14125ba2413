package greeter.server;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What {@link LoopWatch} costs one turn, of which a call has five; beside a look at the clock. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TurnBenchmark {
  private final Turn turn = new Turn(Thread.currentThread());

  @Benchmark
  public void turn() {
    turn.begin("helloworld.Hello/SayHello");
    turn.end();
  }

  @Benchmark
  public long clock() {
    return System.nanoTime();
  }
}
