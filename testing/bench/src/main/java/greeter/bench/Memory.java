package greeter.bench;

import greeter.testbed.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What hello-server holds of memory on one core, with the limit of its container: at rest, and
 * minute by minute under all the load that it takes over a thousand connections; and for what, as
 * the JVM accounts for it.
 */
final class Memory {
  private static final Shape LOAD = new Shape(1_000, 1, "SayHello", 1);
  private static final int MINUTES = 10;

  /** Until a JVM has given back what its compilers had: twice {@code TrimNativeHeapInterval}. */
  private static final Duration REST = Duration.ofSeconds(20);

  /** Of jcmd's {@code VM.native_memory}: what is committed of each kind. */
  private static final Pattern KIND =
      Pattern.compile("^-\\s+(.+?) \\(reserved=\\d+KB, committed=(\\d+)KB", Pattern.MULTILINE);

  private final H2load h2load;
  private final int calls;

  Memory(H2load h2load, int calls) {
    this.h2load = h2load;
    this.calls = calls;
  }

  /**
   * One minute.
   *
   * @param rate calls in a second, the least of its turns
   * @param busy h2load, the most in a turn
   */
  record Minute(Held held, double rate, double busy) {}

  /**
   * What came of it.
   *
   * @param idle at rest, after its first calls
   * @param rested at rest again, after all others
   * @param kinds megabytes that the JVM has committed in the end, by what for
   */
  record Result(Held idle, List<Minute> minutes, Held rested, Map<String, Double> kinds) {}

  /**
   * One server.
   *
   * @param server that accounts for its memory: {@code -XX:NativeMemoryTracking=summary}
   */
  Result run(Peer server) throws IOException, InterruptedException {
    try (ChildProcess process = server.start(Bench.SERVERS_CORE)) {
      Answers.verify(Peer.address(process), LOAD);
      Held idle = rested(process);
      List<Minute> minutes = new ArrayList<>();
      for (int minute = 1; minute <= MINUTES; minute++) {
        System.err.printf("bench: memory, minute %d of %d%n", minute, MINUTES);
        minutes.add(minute(process));
      }
      return new Result(idle, minutes, rested(process), kinds(committed(process)));
    }
  }

  private static Held rested(ChildProcess process) throws IOException, InterruptedException {
    Thread.sleep(REST.toMillis());
    return Held.by(process);
  }

  private Minute minute(ChildProcess process) throws IOException, InterruptedException {
    long start = System.nanoTime();
    double least = Double.MAX_VALUE;
    double busiest = 0;
    while (System.nanoTime() - start < Duration.ofMinutes(1).toNanos()) {
      Sample turn = h2load.flood(Peer.address(process), LOAD, calls);
      least = Math.min(least, turn.rate());
      busiest = Math.max(busiest, turn.busy());
    }
    return new Minute(Held.by(process), least, busiest);
  }

  private static String committed(ChildProcess process) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "VM.native_memory",
                "summary")
            .redirectErrorStream(true)
            .start();
    jcmd.getOutputStream().close();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd: " + said);
    }
    return said;
  }

  /** Megabytes by kind, of what jcmd has said; what is none after rounding is left out. */
  static Map<String, Double> kinds(String said) {
    Map<String, Double> kinds = new LinkedHashMap<>();
    Matcher kind = KIND.matcher(said);
    while (kind.find()) {
      double megabytes = Held.megabytes(kind.group(2));
      if (megabytes >= 0.05) {
        kinds.put(kind.group(1), megabytes);
      }
    }
    return kinds;
  }

  static String markdown(Result result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "hello-server on one core, with the memory of its container: %d s after a hundred calls,"
                + " under load (%s), and as long after that.%n%n| | resident, MB | its own, MB | calls/s, at least"
                + " | h2load's core busy, at most |%n|---|---|---|---|---|%n",
            REST.toSeconds(),
            LOAD));
    text.append(row("at rest", result.idle(), " | "));
    for (int i = 0; i < result.minutes().size(); i++) {
      Minute minute = result.minutes().get(i);
      text.append(
          row(
              "minute " + (i + 1),
              minute.held(),
              String.format(Locale.ROOT, "%.0f | %.2f", minute.rate(), minute.busy())));
    }
    text.append(row("at rest again", result.rested(), " | "));
    text.append(
        "\nFor what, in the end, as the JVM accounts for it:\n\n| | committed, MB |\n|---|---|\n");
    result
        .kinds()
        .forEach(
            (kind, mb) -> text.append(String.format(Locale.ROOT, "| %s | %.1f |%n", kind, mb)));
    return text.toString();
  }

  private static String row(String when, Held held, String more) {
    return String.format(
        Locale.ROOT, "| %s | %.0f | %.0f | %s |%n", when, held.resident(), held.own(), more);
  }
}
