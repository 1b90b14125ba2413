package greeter.client.check;

import static java.util.stream.Collectors.joining;

import greeter.client.calls.Blame;
import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a held stream lived.
 *
 * @param hold how long it was to be quiet; empty if it was busy
 * @param lived so long it was quiet, or busy
 * @param death empty if it lived to the end of the check, or of its hold
 */
record Life(StreamKind kind, Optional<Duration> hold, Duration lived, Optional<Death> death) {
  /** A busy stream that ends so soon after a quiet one may have ended for the same reason. */
  static final Duration CLEARLY = Duration.ofSeconds(2);

  /** Limits on streams are of seconds: what ends sooner was hardly let in. */
  private static final Duration LET_IN = Duration.ofSeconds(1);

  private static final String IDLE = "%s ends after %s of quiet (%s)";
  private static final String AGE = "busy %s ends after %s (%s)";

  private static final String NEEDS_FULL = "needs --full; %s lived";

  /**
   * How it died.
   *
   * @param how empty if it fell silent
   * @param diagnosis of the first of its kind
   * @param deadline that its pod saw, though this client has set none
   */
  record Death(Optional<Failed> how, Optional<Diagnosis> diagnosis, Optional<Duration> deadline) {
    String code() {
      return how.map(end -> end.status().getCode().name()).orElse("silence");
    }
  }

  /** STREAM-IDLE and STREAM-AGE. */
  static List<Result> judge(List<Life> lives, boolean full) {
    Optional<Life> unknown =
        lives.stream()
            .filter(life -> life.code().equals(Status.Code.UNIMPLEMENTED.name()))
            .findFirst();
    if (unknown.isPresent()) {
      String why = "needs the streaming methods: UNIMPLEMENTED";
      return List.of(Result.notRun(Code.STREAM_IDLE, why), Result.notRun(Code.STREAM_AGE, why));
    }
    return List.of(idle(lives, full), age(lives, full));
  }

  private static Result idle(List<Life> lives, boolean full) {
    List<Life> dead = firstOfEachKind(lives.stream().filter(l -> l.diedOfQuiet(lives)));
    if (!dead.isEmpty()) {
      return fail(Code.STREAM_IDLE, IDLE, dead, lives);
    }
    if (lives.stream().anyMatch(life -> life.hold.isPresent() && life.death.isPresent())) {
      return Result.notRun(Code.STREAM_IDLE, "needs STREAM-AGE");
    }
    Duration longest =
        lives.stream().flatMap(l -> l.hold.stream()).max(Comparator.naturalOrder()).orElseThrow();
    return full
        ? Result.pass(
                Code.STREAM_IDLE,
                kinds() + " streams lived " + Seconds.plain(longest) + " of quiet")
            .measuring((double) longest.toSeconds())
        : Result.notRun(Code.STREAM_IDLE, NEEDS_FULL.formatted(Seconds.plain(longest)));
  }

  private static Result age(List<Life> lives, boolean full) {
    List<Life> dead =
        firstOfEachKind(lives.stream().filter(l -> l.hold.isEmpty() && l.death.isPresent()));
    if (!dead.isEmpty()) {
      Result cut = fail(Code.STREAM_AGE, AGE, dead, lives);
      return byDeadline(dead).map(deadline -> ofDeadline(cut, dead, deadline)).orElse(cut);
    }
    Duration shortest =
        lives.stream()
            .filter(l -> l.hold.isEmpty())
            .map(Life::lived)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    String lived = Seconds.plain(Duration.ofSeconds(shortest.toSeconds()));
    return full
        ? Result.pass(Code.STREAM_AGE, "busy " + kinds() + " streams lived " + lived)
            .measuring((double) shortest.toSeconds())
        : Result.notRun(Code.STREAM_AGE, NEEDS_FULL.formatted(lived));
  }

  /** The deadline with which one of them ended, if it is one that somebody else has set. */
  private static Optional<Duration> byDeadline(List<Life> dead) {
    return dead.stream()
        .flatMap(
            life ->
                life.death.stream()
                    .flatMap(death -> death.deadline().stream())
                    .filter(d -> d.minus(life.lived).abs().compareTo(CLEARLY) < 0))
        .findFirst();
  }

  /** Whatever else is to be seen: pods say what they were told. */
  private static Result ofDeadline(Result cut, List<Life> dead, Duration deadline) {
    return Result.of(Code.STREAM_AGE, Grade.FAIL, told(AGE, dead))
        .measuring(shortest(dead))
        .because(
            Blame.PROXY,
            "pods see a deadline of %s, which no caller has set: a hop puts grpc-timeout there"
                .formatted(Seconds.measured(deadline)),
            cut.seen())
        .about("header");
  }

  /** Whether it died in quiet, and clearly before its busy twin. */
  private boolean diedOfQuiet(List<Life> lives) {
    return hold.isPresent()
        && death.isPresent()
        && lives.stream()
            .filter(twin -> twin.kind == kind && twin.hold.isEmpty() && twin.death.isPresent())
            .allMatch(twin -> twin.lived.minus(lived).compareTo(CLEARLY) >= 0);
  }

  /** Of those that died together, the one that was examined. */
  private static List<Life> firstOfEachKind(Stream<Life> dead) {
    Comparator<Life> first =
        Comparator.<Life, Boolean>comparing(life -> life.death.flatMap(Death::diagnosis).isEmpty())
            .thenComparing(Life::lived);
    return List.copyOf(
        dead.collect(
                Collectors.toMap(
                    Life::kind, life -> life, BinaryOperator.minBy(first), TreeMap::new))
            .values());
  }

  private static Result fail(Code code, String line, List<Life> dead, List<Life> lives) {
    if (dead.stream().allMatch(life -> life.lived.compareTo(LET_IN) < 0)) {
      return Result.inconclusive(
          code,
          dead.stream()
              .map(life -> "%s ends at once (%s)".formatted(life.kind, life.code()))
              .collect(joining("; ")));
    }
    List<String> seen = new ArrayList<>();
    for (Life life : dead) {
      String about = life.kind + ", " + Seconds.measured(life.lived) + ": ";
      life.death
          .flatMap(Death::diagnosis)
          .ifPresent(d -> d.seen().forEach(s -> seen.add(about + s)));
    }
    String told = told(line, dead);
    if (blame(dead) == Blame.CANNOT_TELL
        && diagnoses(dead).anyMatch(Diagnosis::mayBeOfAPodThatWent)) {
      return Result.inconclusive(code, told + ", and a pod is gone, or hangs")
          .explained(cause(code, dead, lives), seen);
    }
    return Result.of(code, Grade.FAIL, told)
        .measuring(shortest(dead))
        .because(blame(dead), cause(code, dead, lives), seen)
        .about(
            code == Code.STREAM_IDLE
                ? topics(dead)
                // No limit of a proxy's ends what the network did.
                : Set.of(blame(dead) == Blame.NETWORK ? "way" : ""));
  }

  private static String told(String line, List<Life> dead) {
    return dead.stream()
        .map(l -> line.formatted(l.kind, Seconds.measured(l.lived), l.code()))
        .collect(joining("; "));
  }

  /** In seconds. */
  private static double shortest(List<Life> dead) {
    return dead.stream().mapToLong(l -> l.lived.toMillis()).min().orElseThrow() / 1000.0;
  }

  /**
   * A server stream waits for the pod alone, since the client has half-closed it, and a client
   * stream for the client, until it has. A bidirectional one may wait for either, so it tells only
   * where the others do not.
   */
  private static boolean waitsForPod(List<Life> dead) {
    return isAmong(dead, StreamKind.SERVER) || !isAmong(dead, StreamKind.CLIENT);
  }

  private static boolean waitsForClient(List<Life> dead) {
    return isAmong(dead, StreamKind.CLIENT) || !isAmong(dead, StreamKind.SERVER);
  }

  private static boolean isAmong(List<Life> dead, StreamKind kind) {
    return dead.stream().anyMatch(life -> life.kind == kind);
  }

  private static Set<String> topics(List<Life> dead) {
    Set<String> topics = new HashSet<>(Set.of(""));
    Blame blame = blame(dead);
    if (blame != Blame.PROXY) {
      topics.add("way");
    }
    if (blame != Blame.NETWORK) {
      topics.add("proxy");
      if (waitsForPod(dead)) {
        topics.add("pod");
      }
      if (waitsForClient(dead)) {
        topics.add("client");
      }
    }
    return topics;
  }

  /** One answer, if all point there. */
  private static Blame blame(List<Life> dead) {
    Set<Blame> told = diagnoses(dead).map(Diagnosis::blame).collect(Collectors.toSet());
    return told.size() == 1 ? told.iterator().next() : Blame.CANNOT_TELL;
  }

  private static Stream<Diagnosis> diagnoses(List<Life> lives) {
    return lives.stream().flatMap(l -> l.death.stream()).flatMap(d -> d.diagnosis().stream());
  }

  private static String cause(Code code, List<Life> dead, List<Life> lives) {
    String why = diagnoses(dead).map(Diagnosis::why).distinct().collect(joining("; "));
    if (blame(dead) != Blame.PROXY) {
      return why;
    }
    if (code == Code.STREAM_AGE) {
      return "a limit on the age of a stream, whatever it carries (" + why + ")";
    }
    boolean otherLivedLonger =
        dead.stream()
            .anyMatch(
                d ->
                    lives.stream()
                        .anyMatch(
                            l ->
                                l.kind == d.kind
                                    && l.hold.isPresent()
                                    && l.lived.minus(d.lived).compareTo(CLEARLY) > 0));
    return otherLivedLonger
        ? "no limit on quiet, since others were quiet for longer (" + why + ")"
        : "a limit on how long the proxy waits for a message of %s (%s)"
            .formatted(
                !waitsForPod(dead)
                    ? "the client's"
                    : waitsForClient(dead) ? "either side's" : "the pod's",
                why);
  }

  private String code() {
    return death.map(Death::code).orElse("");
  }

  private static String kinds() {
    return Arrays.stream(StreamKind.values()).map(StreamKind::word).collect(joining(", "));
  }
}
