package greeter.client.load.report;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greeter.client.calls.Blame;
import greeter.client.load.Asked;
import greeter.client.load.ConnectionLoad;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import greeter.client.load.Loss;
import greeter.client.load.PodLoad;
import greeter.client.load.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MergeTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:00.250Z");
  private static final Duration LASTED = Duration.ofSeconds(12);

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void parts_addUpToTheWhole(int seed) {
    Random random = new Random(seed);
    int parts = 2 + random.nextInt(3);
    List<List<Call>> split = split(random, parts);
    List<Call> all = split.stream().flatMap(List::stream).toList();

    LoadResult merged =
        merge(
            split.stream()
                .map(calls -> LoadResults.of(calls, START, LASTED, 64))
                .toArray(LoadResult[]::new));

    LoadResult whole = LoadResults.of(all, START, LASTED, 64 * parts);
    assertThat(merged.asked().rate()).isEqualTo(whole.asked().rate());
    assertThat(merged.start()).isEqualTo(whole.start());
    assertThat(merged.lasted()).isEqualTo(whole.lasted());
    assertThat(merged.services()).isEqualTo(whole.services());
    assertThat(merged.counts()).isEqualTo(whole.counts());
    assertThat(merged.latency()).isEqualTo(whole.latency());
    assertThat(merged.timeline()).isEqualTo(whole.timeline());
    assertThat(inOrder(merged.losses())).isEqualTo(inOrder(whole.losses()));
    assertThat(merged.losses()).isSortedAccordingTo(comparing(Loss::at));
    assertThat(merged.generator().late()).isEqualTo(whole.generator().late());
    assertThat(merged.throughput()).isEqualTo(whole.throughput());
  }

  /**
   * Calls of some pods, each part with some of them. A latecomer is met by all parts in the same
   * instant, since each of them holds it for young from then on.
   */
  private static List<List<Call>> split(Random random, int parts) {
    List<List<Call>> split = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      split.add(new ArrayList<>());
      split.get(part).add(Call.answered("Hello", 5_000_000, "late", micros(random)));
    }
    int calls = random.nextInt(400);
    for (int i = 0; i < calls; i++) {
      split.get(random.nextInt(parts)).add(call(random));
    }
    return split;
  }

  private static Call call(Random random) {
    String service = random.nextInt(4) == 0 ? "Goodbye" : "Hello";
    long due = random.nextInt(12_000_000);
    boolean late = due >= 5_000_000 && service.equals("Hello") && random.nextBoolean();
    String pod = late ? "late" : List.of("a", "b", "").get(random.nextInt(3));
    return random.nextInt(10) == 0
        ? Call.failed(
            service, due, pod, List.of(Blame.values()).get(random.nextInt(Blame.values().length)))
        : Call.answered(service, due % (late ? 12_000_000 : 1_900_000), pod, micros(random));
  }

  private static long micros(Random random) {
    return Math.round(Math.exp(random.nextDouble() * 16));
  }

  private static List<Loss> inOrder(List<Loss> losses) {
    return losses.stream().sorted(comparing(Loss::toString)).toList();
  }

  @Test
  void runs_ofDifferentStarts_areAlignedByTheClock() {
    LoadResult first =
        LoadResults.of(List.of(Call.answered("Hello", 100_000, "a", 1)), START, LASTED, 64);
    LoadResult second =
        LoadResults.of(
            List.of(
                Call.answered("Hello", 1_000_000, "a", 1),
                Call.answered("Hello", 1_500_000, "b", 1),
                Call.failed("Hello", 2_000_000, "b", Blame.PROXY)),
            START.plusMillis(3_300),
            LASTED,
            64);

    LoadResult merged = merge(second, first);

    assertThat(merged.start()).isEqualTo(START);
    assertThat(merged.lasted()).isEqualTo(Duration.ofMillis(15_300));
    assertThat(merged.asked().rate().orElseThrow()).isBetween(100.39, 100.40); // 2 × 64 × 12 ÷ 15.3
    assertThat(pod(merged, "a").first()).isEqualTo(Duration.ofMillis(100));
    assertThat(pod(merged, "a").last()).isEqualTo(Duration.ofMillis(4_300));
    assertThat(pod(merged, "b").first()).isEqualTo(Duration.ofMillis(4_800));
    assertThat(merged.losses())
        .singleElement()
        .extracting(Loss::at)
        .isEqualTo(Duration.ofSeconds(5));
    // The second run's slot from 4.3 s to 5.3 s is that from 4 s to 5 s.
    assertThat(merged.timeline().slots().get(4).answeredByAll()).isEqualTo(2);
    assertThat(merged.timeline().slots().get(5).failedByAll()).isEqualTo(1);
    assertThat(merged.timeline().slots()).hasSize(15);
  }

  @Test
  void slots_ofDifferentLengths_becomeAsLongAsTheLongest() {
    List<Call> calls = split(new Random(1), 2).get(0);
    List<Call> others = split(new Random(2), 2).get(0);
    Duration four = Duration.ofSeconds(4);
    LoadResult fine = LoadResults.of(calls, START, LASTED, 64);
    LoadResult coarse =
        LoadResults.with(
            LoadResults.of(others, START, LASTED, 64), LoadResults.timeline(others, four, LASTED));
    List<Call> all = new ArrayList<>(calls);
    all.addAll(others);

    assertThat(merge(fine, coarse).timeline()).isEqualTo(LoadResults.timeline(all, four, LASTED));
  }

  @Test
  void timeline_ofRunsThatOverlapALittle_staysBounded() {
    List<Call> calls = List.of(Call.answered("Hello", 0, "a", 1));
    Duration day = Duration.ofHours(24);
    LoadResult first = LoadResults.of(calls, START, day, 64);
    LoadResult second = LoadResults.of(calls, START.plus(day.minusSeconds(1)), day, 64);

    Timeline timeline = merge(first, second).timeline();

    assertThat(first.timeline().slots()).hasSizeGreaterThan(Timeline.MOST_SLOTS / 2);
    assertThat(timeline.slots()).hasSizeLessThanOrEqualTo(Timeline.MOST_SLOTS);
    assertThat(timeline.slots().stream().mapToLong(Timeline.Slot::answeredByAll).sum())
        .isEqualTo(2);
  }

  @Test
  void runs_ofDifferentTimes_areRefused() {
    List<Call> calls = List.of(Call.answered("Hello", 0, "a", 1));
    LoadResult first = LoadResults.of(calls, START, LASTED, 64);
    LoadResult second = LoadResults.of(calls, START.plus(LASTED), LASTED, 64);

    assertThatThrownBy(() -> merge(first, second))
        .hasMessage(
            "\"1.json\": began at 2026-11-23T10:15:12Z, when the run in \"0.json\" was over, at"
                + " 2026-11-23T10:15:12Z (expected: runs of one time)");
  }

  @Test
  void pod_thatOnlyOneMetLate_wasNoLatecomer() {
    LoadResult early =
        LoadResults.of(List.of(Call.answered("Hello", 0, "a", 1)), START, LASTED, 64);
    LoadResult late =
        LoadResults.of(List.of(Call.answered("Hello", 6_000_000, "a", 1)), START, LASTED, 64);

    assertThat(pod(late, "a").youths()).hasSize(1);
    assertThat(pod(merge(early, late), "a").youths()).isEmpty();
    assertThat(pod(merge(late, early), "a").youths()).isEmpty();
  }

  @Test
  void pod_thatAllMetLate_hasOneYouth() {
    LoadResult one =
        LoadResults.of(List.of(Call.answered("Hello", 6_000_000, "a", 1)), START, LASTED, 64);
    LoadResult other =
        LoadResults.of(List.of(Call.answered("Hello", 6_100_000, "a", 1)), START, LASTED, 64);

    assertThat(pod(merge(other, one), "a").youths())
        .extracting(PodLoad.Youth::from)
        .containsExactly(Duration.ofSeconds(6));
    assertThat(pod(merge(other, one), "a").youths().get(0).latency().count()).isEqualTo(2);
  }

  @Test
  void losses_beyondTheMost_areCounted() {
    LoadResult one = lossy(0);
    LoadResult other = lossy(6_000);

    LoadResult merged = merge(one, other);

    assertThat(merged.losses()).hasSize(LoadResult.MOST_LOSSES);
    assertThat(merged.lossesNotListed()).isEqualTo(2_000);
    assertThat(merged.counts().failed()).isEqualTo(12_000);
  }

  private static LoadResult lossy(int from) {
    return LoadResults.of(
        IntStream.range(from, from + 6_000)
            .mapToObj(i -> Call.failed("Hello", i, "pod-" + i, Blame.APP))
            .toList(),
        START,
        LASTED,
        64);
  }

  @Test
  void channels_ofEachRun_areTheirOwn() {
    LoadResult one = LoadResults.rollout();
    LoadResult other = LoadResults.of(List.of(), START.plusSeconds(1), LASTED, 64);

    LoadResult merged = merge(one, other);

    assertThat(merged.asked().connections()).isEqualTo(4);
    assertThat(merged.connections())
        .extracting(ConnectionLoad::channel)
        .containsExactly(0, 1, 2, 3, 2, 0);
    assertThat(merged.connections())
        .extracting(ConnectionLoad::opened)
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(7),
            Duration.ofSeconds(15));
  }

  @Test
  void runs_thatDoNotGoTogether_areRefused() {
    LoadResult one = LoadResults.rollout();

    refused(
        one,
        asked("Hello=1", Optional.of(1.0), 0),
        "mix \"Hello=1\" (expected: \"Hello=3, Goodbye=1\", as in \"0.json\")");
    refused(
        one,
        asked("Hello=3, Goodbye=1", Optional.of(1.0), 9),
        "payload \"9 bytes\" (expected: \"0 bytes\", as in \"0.json\")");
    refused(
        one,
        asked("Hello=3, Goodbye=1", Optional.empty(), 0),
        "loop \"closed\" (expected: \"open\", as in \"0.json\")");
  }

  @Test
  void run_thatIsThereTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(LoadResults.rollout(), LoadResults.rollout()))
        .withMessage("\"1.json\": the same run as in \"0.json\"");
  }

  /** Its parts cannot be told any more, so that one of them may be counted twice. */
  @Test
  void mergeOfAMerge_isRefused() {
    LoadResult part = LoadResults.of(List.of(Call.answered("Hello", 0, "a", 1)), START, LASTED, 64);
    LoadResult other =
        LoadResults.of(List.of(Call.answered("Hello", 0, "b", 1)), START, LASTED, 64);
    LoadResult merged = merge(part, other);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(merged, part))
        .withMessage("\"0.json\": a merge (expected: the runs that it was made of, each once)");
    assertThat(merge(merged)).isEqualTo(merged);
  }

  @Test
  void loneRun_staysWhatItIs() {
    assertThat(merge(LoadResults.rollout())).isEqualTo(LoadResults.rollout());
  }

  private static LoadResult asked(String mix, Optional<Double> rate, int payload) {
    return LoadResults.with(
        LoadResults.lost(),
        new Asked(
            "100/s, constant",
            rate,
            mix,
            1,
            10_000,
            Duration.ofSeconds(1),
            payload,
            OptionalInt.empty(),
            false));
  }

  private static void refused(LoadResult one, LoadResult other, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> merge(one, other))
        .withMessage("\"1.json\": " + message);
  }

  private static LoadResult merge(LoadResult... runs) {
    return Merge.of(
        IntStream.range(0, runs.length)
            .mapToObj(i -> new Merge.Part(i + ".json", runs[i]))
            .toList());
  }

  private static PodLoad pod(LoadResult result, String name) {
    return result.services().get(0).pods().stream()
        .filter(pod -> pod.pod().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
