package greeter.client.load.report;

import static java.util.Comparator.comparing;

import greeter.api.Wire;
import greeter.client.check.Grade;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.Counts;
import greeter.client.load.Generator;
import greeter.client.load.Heat;
import greeter.client.load.Latency;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.LoadVerdict.Line;
import greeter.client.load.PodLoad;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline.Slot;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For a reader at a terminal of 100 columns: the verdict first, what it rests on below. */
final class TableReport implements LoadReport {
  private static final int NAME = 40;
  private static final int STRIP = 32;

  /** Columns for the seconds in which connections ended. */
  private static final int ENDS = 14;

  /** More connections than that for each that was asked for, and something ends them. */
  private static final long CHURNING = 3;

  /** Rows of pods of a service; after them it says how many more there are. */
  private static final int PODS = 40;

  @Override
  public void print(LoadResult result, LoadVerdict verdict, PrintWriter out) {
    out.printf(
        "%s  %s, %s from %s%n",
        label(verdict.grade()) + result.soFar(verdict.grade()),
        Wire.printable(result.target()),
        Figures.seconds(result.lasted()),
        result.start().truncatedTo(ChronoUnit.SECONDS));
    for (Line line : verdict.lines()) {
      out.printf("  %-12s %s%n", label(line.grade()), Wire.printable(line.text()));
    }
    greeter.client.check.TableReport.print(verdict.findings(), out);
    printAsked(result, out);
    new LossTable(result).print(out);
    printLatencies(result, out);
    printTimes(result, out);
    printConnections(result, out);
    printGenerator(result, out);
  }

  private static String label(Grade grade) {
    return grade.name().replace('_', ' ');
  }

  private static void printAsked(LoadResult result, PrintWriter out) {
    Asked asked = result.asked();
    Counts counts = result.counts();
    out.printf(
        "%nasked      %s, of %s%s; at most %d in flight, deadline %s%s%n",
        asked.pace(),
        asked.mix(),
        asked.payloadBytes() > 0 ? " with " + asked.payloadBytes() + " bytes each" : "",
        asked.maxInFlight(),
        Figures.seconds(asked.deadline()),
        asked.resent().map(option -> "; " + option).orElse(""));
    out.printf(
        "achieved   %s%s%n",
        Figures.rate(result.throughput()),
        asked
            .rate()
            .filter(rate -> result.counts().intended() > 0)
            .map(
                rate ->
                    " answered, "
                        + Figures.percent(result.throughput() / result.due())
                        + " of the "
                        + Figures.rate(result.due())
                        + " that were due")
            .orElse(" answered"));
    out.printf(
        "calls      %d intended = %d sent + %d skipped; sent = %d answered + %d failed%n",
        counts.intended(), counts.sent(), counts.skipped(), counts.answered(), counts.failed());
    if (counts.replayed() > 0) {
      out.printf(
          "replayed   %s sent again by gRPC, unseen by any server%n",
          Figures.calls(counts.replayed()));
    }
    if (counts.retried() > 0) {
      out.printf(
          "retried    %s sent again by --retries, after an attempt that failed%n",
          Figures.calls(counts.retried()));
    }
    out.printf(
        "over       %s%n",
        asked.connections() == 1
            ? "1 connection, as most clients have (the default; --connections N for more)"
            : asked.connections() + " connections");
  }

  private static void printLatencies(LoadResult result, PrintWriter out) {
    boolean open = result.asked().rate().isPresent();
    out.printf(
        "%n%-" + NAME + "s %8s %7s %7s %7s %7s %7s %7s%n",
        open ? "latency, from when a call was due" : "latency, from when a call was sent",
        "answered",
        "p50",
        "p90",
        "p99",
        "p99.9",
        "p99.99",
        "max");
    if (result.services().size() > 1) {
      print("all", result.latency(), out);
    }
    for (ServiceLoad service : result.services()) {
      print(service.service(), service.latency(), out);
      List<PodLoad> pods = inOrder(service.pods());
      pods.stream()
          .filter(pod -> pod.answered() > 0)
          .limit(PODS)
          .forEach(pod -> print("  " + Figures.name(pod.pod(), NAME - 2), pod.latency(), out));
      printMore(pods.size() - PODS, out);
    }
  }

  private static void print(String name, Latency latency, PrintWriter out) {
    out.printf(
        "%-" + NAME + "s %8d%s%n",
        Figures.name(name, NAME),
        latency.count(),
        latency.count() == 0
            ? ""
            : Stream.of(
                    latency.at(50),
                    latency.at(90),
                    latency.at(99),
                    latency.at(99.9),
                    latency.at(99.99),
                    latency.max())
                .map(each -> " %7s".formatted(Figures.latency(each)))
                .collect(Collectors.joining()));
  }

  /** In the order in which they came, so that who took over from whom stands side by side. */
  private static List<PodLoad> inOrder(List<PodLoad> pods) {
    return pods.stream().sorted(comparing(TableReport::came).thenComparing(PodLoad::pod)).toList();
  }

  private static Duration came(PodLoad pod) {
    return pod.answered() == 0
        ? ChronoUnit.FOREVER.getDuration()
        : pod.first().truncatedTo(ChronoUnit.SECONDS);
  }

  private static void printMore(int more, PrintWriter out) {
    if (more > 0) {
      out.printf("  … %d more%n", more);
    }
  }

  private static void printTimes(LoadResult result, PrintWriter out) {
    Strip strip = new Strip(result.timeline(), STRIP);
    String end = Figures.seconds(result.lasted());
    out.printf(
        "%n%-" + NAME + "s %7s %6s %6s %6s 0 %" + Math.max(1, strip.columns() - 2) + "s%n",
        result.asked().rate().isPresent() ? "over time, by when calls were due" : "over time",
        "share",
        "failed",
        "first",
        "last",
        end);
    double[] answered = strip.means(Slot::answeredByAll);
    printTime("answered", answered, Strip.highest(answered), out);
    double[] p99 = strip.means(TableReport::p99Micros);
    String most = Figures.latency(Duration.of(Math.round(Strip.highest(p99)), ChronoUnit.MICROS));
    printIfAny("p99, about %s at most".formatted(most), p99, out);
    printIfAny("failed", strip.means(Slot::failedByAll), out);
    printIfAny("skipped", strip.means(Slot::skipped), out);
    double highest =
        result.services().stream()
            .flatMapToDouble(
                service ->
                    service.pods().stream()
                        .mapToDouble(pod -> Strip.highest(strip.means(by(service, pod)))))
            .max()
            .orElse(0);
    for (ServiceLoad service : result.services()) {
      long all = service.latency().count();
      out.println(Figures.name(service.service(), NAME));
      List<PodLoad> pods = inOrder(service.pods());
      pods.stream()
          .limit(PODS)
          .forEach(
              pod -> print(pod, all, Strip.drawn(strip.means(by(service, pod)), highest), out));
      printMore(pods.size() - PODS, out);
    }
  }

  /** The end of its step. */
  private static long p99Micros(Slot slot) {
    return Heat.from(slot.stepWithin(0.99) + 1).toNanos() / 1_000;
  }

  private static ToLongFunction<Slot> by(ServiceLoad service, PodLoad pod) {
    return slot -> slot.answered(service.service(), pod.pod());
  }

  private static void printIfAny(String name, double[] means, PrintWriter out) {
    if (Strip.highest(means) > 0) {
      printTime(name, means, Strip.highest(means), out);
    }
  }

  private static void printTime(String name, double[] means, double highest, PrintWriter out) {
    out.printf(
        "%s%n",
        ("%-" + (NAME + 29) + "s %s").formatted(name, Strip.drawn(means, highest)).stripTrailing());
  }

  private static void print(PodLoad pod, long all, String strip, PrintWriter out) {
    boolean answered = pod.answered() > 0;
    String line =
        ("%-" + NAME + "s %7s %6d %6s %6s %s")
            .formatted(
                "  " + Figures.name(pod.pod(), NAME - 2),
                Figures.percent(pod.answered(), all),
                pod.failed(),
                answered ? Figures.seconds(pod.first()) : "-",
                answered ? Figures.seconds(pod.last()) : "-",
                strip);
    out.println(line.stripTrailing());
  }

  private static void printConnections(LoadResult result, PrintWriter out) {
    List<ConnectionLoad> all = result.connections();
    long later = all.stream().filter(each -> !each.opened().isZero()).count();
    out.printf(
        "%nconnections  %s at the start, %d opened later; ended by GOAWAY: %s; cut: %s%s%s%n",
        all.size() - later,
        later,
        ended(all, ConnectionLoad.End.GOAWAY),
        ended(all, ConnectionLoad.End.CUT),
        result.connectionsNotListed() > 0
            ? "; %d more".formatted(result.connectionsNotListed())
            : "",
        later > CHURNING * result.asked().connections()
            ? "%n             what ends so many: greeter-client explain CHURN".formatted()
            : "");
  }

  private static String ended(List<ConnectionLoad> all, ConnectionLoad.End how) {
    Map<Long, Long> bySecond =
        all.stream()
            .filter(each -> each.end() == how)
            .map(ConnectionLoad::ended)
            .flatMap(Optional::stream)
            .collect(
                Collectors.groupingBy(Duration::toSeconds, TreeMap::new, Collectors.counting()));
    return bySecond.isEmpty()
        ? "0"
        : bySecond.values().stream().mapToLong(Long::longValue).sum()
            + " (in second "
            + LossTable.seconds(bySecond, ENDS)
            + ")";
  }

  private static void printGenerator(LoadResult result, PrintWriter out) {
    Generator generator = result.generator();
    Latency late = generator.late();
    out.printf(
        "generator    %s of %s busy%s%n",
        Figures.percent(generator.share(result.lasted())),
        Figures.count(generator.cores(), "processor"),
        late.count() == 0
            ? ""
            : "; calls were sent late by p50 %s, p99 %s, max %s"
                .formatted(
                    Figures.latency(late.at(50)),
                    Figures.latency(late.at(99)),
                    Figures.latency(late.max())));
  }
}
