package greeter.client.load;

import greeter.client.connect.Connector;
import greeter.client.connect.Loops;
import greeter.client.load.Recorder.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** A run: sends what the plan says, and tells what it came to. */
public final class Load {
  /** Whoever needs more threads starts several processes, whose results add up. */
  private static final int MOST_LOOPS = 4;

  /** What a call may take beyond its deadline until it is over. */
  private static final long GRACE_NANOS = 1_000_000_000;

  /** Longer than anybody waits, and yet far from an overflow. */
  private static final long FOREVER_NANOS = Duration.ofDays(365).toNanos();

  private final Connector connector;
  private final Plan plan;
  private final Workload workload;
  private final Time time;
  private Instant start;
  private final List<Records> records = new ArrayList<>();
  private final Records pacing;
  private final Cpu cpu = new Cpu();
  private long lastGlance;
  private volatile boolean interrupted;

  private interface Waiting {
    boolean isOverWithin(long nanos) throws InterruptedException;
  }

  /** A run whose warm-up begins now; {@link #run} does it, once. */
  public Load(Connector connector, Plan plan, Workload workload) {
    this.connector = connector;
    this.plan = plan;
    this.workload = workload;
    Duration warmup = plan.open().isPresent() ? plan.warmup().multipliedBy(2) : plan.warmup();
    this.time = Time.startingIn(warmup.toNanos());
    this.start = Instant.now().plus(warmup);
    this.lastGlance = -warmup.toNanos();
    this.pacing = new Records(workload.works(), -warmup.toNanos());
    int loops =
        Math.min(
            Math.min(plan.connections(), MOST_LOOPS), Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < loops; i++) {
      records.add(new Records(workload.works(), -warmup.toNanos()));
    }
  }

  /**
   * Runs, and waits for what was sent. An interrupt ends it early, with what is known by then; the
   * thread does not stay interrupted.
   */
  public LoadResult run() {
    try (Loops loops = Loops.ofOneThread(records.size())) {
      List<Lane> lanes = new ArrayList<>();
      try {
        for (int i = 0; i < plan.connections(); i++) {
          int loop = i % records.size();
          lanes.add(new Lane(i, connector, plan, loops, loop, records.get(loop), time));
        }
        return plan.open().isPresent() ? open(plan.open().get(), lanes, loops) : closed(lanes);
      } finally {
        lanes.forEach(Lane::close);
      }
    }
  }

  private LoadResult open(Plan.Open open, List<Lane> lanes, Loops loops) {
    OpenLoop loop = new OpenLoop(lanes, workload, time, open.maxInFlight(), pacing);
    boolean warm = warmUp(open, loop, loops);
    cpu.restart();
    Schedule schedule = Schedule.of(open.rate(), open.arrivals(), plan.calls());
    interrupted = !warm || !pace(schedule, loop, loops) || Thread.interrupted();
    boolean unused = Thread.interrupted(); // it was noted, and must not shorten what follows
    Generator generator = generator();
    long end =
        plan.calls().isPresent()
            ? open.rate().dueNanos((double) plan.calls().getAsLong())
            : plan.duration().orElseThrow().toNanos();
    long lasted = interrupted ? Math.min(end, time.nanos()) : end;
    awaitCalls(loop::isOverWithin, lanes);
    return result(Math.max(0, lasted), generator);
  }

  /** Sends the calls that are not counted; false if an interrupt came. */
  private boolean warmUp(Plan.Open open, OpenLoop loop, Loops loops) {
    Schedule schedule = Schedule.warmUp(open.rate(), plan.warmup(), time);
    boolean warm = pace(schedule, loop, loops);
    boolean unused = await(loop::isOverWithin, plan.warmup().toNanos());
    time.restart();
    start = Instant.now();
    return warm && !interrupted;
  }

  private boolean pace(Schedule schedule, OpenLoop loop, Loops loops) {
    Pacer pacer = new Pacer(schedule, time, plan.deadline().toNanos());
    return Runtime.getRuntime().availableProcessors() == 1
        ? pacer.runOn(loops.executor(0), loop)
        : pacer.run(loop);
  }

  private LoadResult closed(List<Lane> lanes) {
    long end = plan.duration().map(Duration::toNanos).orElse(FOREVER_NANOS);
    try (ClosedLoop loop =
        new ClosedLoop(lanes, workload, time, plan.concurrency(), end, plan.calls())) {
      loop.start();
      boolean over = await(loop::isOverWithin, -time.nanos());
      cpu.restart();
      if (!over && !interrupted) {
        over = await(loop::isOverWithin, end - time.nanos());
      }
      loop.stop();
      Generator generator = generator();
      long stopped = time.nanos();
      if (!over) {
        awaitCalls(loop::isOverWithin, lanes);
      }
      long lasted = Math.min(end, plan.calls().isPresent() && over ? lastEnd() : stopped);
      return result(Math.max(0, lasted), generator);
    }
  }

  private void awaitCalls(Waiting waiting, List<Lane> lanes) {
    if (!await(waiting, plan.deadline().toNanos() + GRACE_NANOS)) {
      // Each call has a deadline; should gRPC forget it, the end of its connection ends it.
      lanes.forEach(Lane::close);
      boolean unused = await(waiting, GRACE_NANOS);
    }
  }

  /**
   * Waits; an interrupt ends that, and the run.
   *
   * @return whether it is over
   */
  private boolean await(Waiting waiting, long nanos) {
    try {
      return waiting.isOverWithin(nanos);
    } catch (InterruptedException e) {
      interrupted = true;
      return false;
    }
  }

  private Stream<Recorder> counted() {
    return records.stream().map(Records::counted);
  }

  private long lastEnd() {
    return counted().mapToLong(Recorder::lastEnd).max().orElseThrow();
  }

  private Generator generator() {
    return new Generator(
        cpu.used(), Runtime.getRuntime().availableProcessors(), pacing.counted().late());
  }

  private LoadResult result(long lastedNanos, Generator generator) {
    Duration lasted = Duration.ofNanos(lastedNanos);
    Instant now = Instant.now();
    Recorder all = new Recorder(workload.works());
    all.add(pacing.counted());
    counted().forEach(all::add);
    return new LoadResult(
        connector.target().written(),
        plan.asked(workload, lasted),
        start.isAfter(now) ? now : start, // interrupted in the warm-up
        lasted,
        interrupted,
        all.services(),
        all.timeline(lasted),
        all.losses(),
        all.lossesNotListed(),
        all.connections(),
        all.connectionsNotListed(),
        generator);
  }

  /**
   * Before the run calls are due at its first rate, and what is left after it was due at its last.
   */
  private long dueAt(long now) {
    long end = plan.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    return Math.max(0, Math.min(now, end - 1));
  }

  /** Whether the warm-up is over. */
  public boolean counts() {
    return time.nanos() >= 0;
  }

  /** How it goes; for use by one thread, beside the one that runs. */
  public Glance glance() {
    long now = time.nanos();
    Histogram recent = new Histogram(Latency.DIGITS);
    Set<String> pods = new HashSet<>();
    Look paced = pacing.counted().look(lastGlance);
    long failed = 0;
    for (Records ofLoop : records) {
      Look look = ofLoop.counted().look(lastGlance);
      recent.add(look.latency());
      pods.addAll(look.pods());
      failed += look.failed();
    }
    // Answers of the warm-up do not count.
    long since = now > 0 ? Math.max(0, lastGlance) : lastGlance;
    double seconds = Math.max(1, now - since) / 1e9;
    lastGlance = now;
    return new Glance(
        Duration.ofNanos(now),
        plan.duration(),
        interrupted,
        plan.open().map(open -> open.rate().at(dueAt(now))),
        recent.getTotalCount() / seconds,
        Latency.of(recent),
        failed,
        paced.skipped(),
        pods.size());
  }
}
