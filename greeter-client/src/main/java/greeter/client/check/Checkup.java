package greeter.client.check;

import greeter.client.calls.Greeting;
import greeter.client.connect.Connector;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** One run of the suite against a target, as a user asks for it. */
public final class Checkup {
  private static final List<Duration> QUICK = List.of(Duration.ofSeconds(5));

  /** Just above each comes a limit that proxies and load balancers ship with. */
  private static final List<Duration> FULL =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75),
          Duration.ofSeconds(350),
          Duration.ofSeconds(600));

  /** What the other checks take at most, KEEPALIVE's 40 s included. */
  private static final Duration REST = Duration.ofSeconds(110);

  private static final Set<Code> HELD = Set.of(Code.STREAM_AGE, Code.STREAM_IDLE, Code.IDLE_CONN);

  private final Bench.Asked asked;
  private final Set<Code> wanted;
  private final long startNanos = System.nanoTime();

  private Checkup(Bench.Asked asked, Set<Code> wanted) {
    this.asked = asked;
    this.wanted = wanted;
  }

  /**
   * A run that has not begun; its time counts from here.
   *
   * @param pods of each service; empty if nobody says
   * @param tolerance of share/expected, as 0.2 for 0.8..1.2
   * @param full whether to hold streams and connections quiet for minutes
   */
  public static Checkup of(
      Set<Code> wanted, Duration deadline, OptionalInt pods, double tolerance, boolean full) {
    return new Checkup(
        new Bench.Asked(deadline, pods, tolerance, full ? FULL : QUICK, full), wanted);
  }

  /** How long it takes at most, where that is minutes; empty otherwise. */
  public Optional<Duration> eta() {
    boolean held = wanted.stream().anyMatch(HELD::contains);
    return asked.full() && held
        ? asked.hold().stream().max(Comparator.naturalOrder()).map(REST::plus)
        : Optional.empty();
  }

  /** How many codes it judges, those that others need included. */
  public int codes() {
    return Suite.withNeeds(wanted).size();
  }

  /**
   * Runs. An interrupt ends it with what is known by then; the thread stays interrupted.
   *
   * @param method what to call; empty: the services of this project
   * @param progress is told each result as it comes, from several threads
   */
  public Checked run(
      Connector connector, Optional<Greeting<?, ?>> method, Consumer<Result> progress) {
    List<Service<?, ?>> services =
        method.<List<Service<?, ?>>>map(m -> List.of(Service.foreign(m))).orElse(Service.ALL);
    try (Bench bench = new Bench(connector, services, asked, Pace.REAL)) {
      Suite.Ran ran = Suite.whole().run(bench, wanted, progress);
      return new Checked(
          connector.target().written(),
          wanted,
          ran.results(),
          ran.cutShort(),
          Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }
}
