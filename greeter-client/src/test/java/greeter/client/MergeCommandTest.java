package greeter.client;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.load.Asked;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import greeter.client.load.LoadVerdict;
import greeter.client.load.report.LoadJsonReader;
import greeter.client.load.report.LoadOutput;
import greeter.client.load.report.Merge;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeCommandTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:05Z");

  @TempDir Path folder;

  @Test
  void merge_printsTheSum() throws IOException {
    LoadResult rollout = LoadResults.rollout();

    Cli run = Cli.run("merge", file("a", rollout), file("b", good(900)), "-o", "json");

    assertThat(run.err()).isEmpty();
    assertThat(LoadJsonReader.read(run.out()))
        .isEqualTo(Merge.of(List.of(new Merge.Part("a", rollout), new Merge.Part("b", good(900)))));
  }

  @Test
  void merge_ofRunsWithoutALostCall_passes() throws IOException {
    Cli run = Cli.run("merge", file("a", good(900)), file("b", good(1_000)));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("PASS  127.0.0.1:8080, 10.0 s from 2026-11-23T10:15:05Z");
  }

  @Test
  void merge_ofALostCall_fails() throws IOException {
    Cli run = Cli.run("merge", file("a", LoadResults.rollout()), file("b", good(900)));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("  FAIL         SLO errors <= 0: 9\n");
  }

  @Test
  void rate_ofRunsWithoutOne_isRefused() throws IOException {
    Asked callers =
        new Asked(
            "2 callers",
            Optional.empty(),
            "Hello=1",
            1,
            2,
            Duration.ofSeconds(1),
            0,
            OptionalInt.empty(),
            false);
    Cli run =
        Cli.run("merge", file("a", LoadResults.with(good(900), callers)), "--slo", "rate=99%");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("--slo: rate needs runs with --rate");
  }

  @Test
  void merge_ofAClientThatFellBehind_saysWhose() throws IOException {
    String late = file("late", LoadResults.with(good(900), LoadResults.late()));

    assertThat(Cli.run("merge", late, file("b", good(1_000))).out())
        .contains("  WARN         " + late + ": its client has fallen behind\n");
  }

  @Test
  void merge_ofRunsOfDifferentTimes_isRefused() throws IOException {
    String earlier = file("a", LoadResults.of(calls(900), START.minusSeconds(60), SECONDS, 10));

    String later = file("b", good(900));

    Cli run = Cli.run("merge", earlier, later);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("FILE: \"" + later + "\": began at 2026-11-23T10:15:05Z, when");
  }

  @Test
  void baseline_thatIsBetter_failsTheRun() throws IOException {
    String old = file("old", good(900));
    String now = file("now", good(1_200));

    assertThat(Cli.run("merge", now, "--baseline", old).exitCode()).isEqualTo(1);
    assertThat(Cli.run("merge", now, "--baseline", old).out())
        .contains("  FAIL         baseline: p50 1.21 ms, was 903 µs: +33.7 % (allowed: +20.0 %)\n");
    assertThat(Cli.run("merge", now, "--baseline", old, "--regression", "p50=50%").exitCode())
        .isZero();
    assertThat(Cli.run("merge", old, "--baseline", now).exitCode()).isZero();
  }

  @Test
  void files_thatAreNoRuns_areOneLine() throws IOException {
    String good = file("good", good(900));
    String other =
        Files.writeString(folder.resolve("check"), "{\"version\":1,\"kind\":\"check\"}").toString();
    String newer =
        Files.writeString(
                folder.resolve("newer"),
                Files.readString(Path.of(good)).replace("\"version\": 4", "\"version\": 5"))
            .toString();

    assertMistake(
        "FILE: \"" + other + "\": kind \"check\" (expected: \"load\")", "merge", good, other);
    assertMistake("FILE: \"" + newer + "\": version 5 (expected: 4)", "merge", newer);
    assertMistake("FILE: \"none\" (expected: a readable file)", "merge", "none");
    assertMistake(
        "FILE: \"" + good + "\": the same run as in \"" + good + "\"", "merge", good, good);
    assertMistake(
        "--baseline: \"" + other + "\": kind \"check\" (expected: \"load\")",
        "merge",
        good,
        "--baseline",
        other);
    assertMistake(
        "--baseline: \"" + newer + "\": version 5 (expected: 4)",
        "merge",
        good,
        "--baseline",
        newer);
    assertMistake(
        "--baseline: \"none\" (expected: a readable file)", "merge", good, "--baseline", "none");
    assertMistake(
        "--regression: \"p50\" (expected: p50=N%, p99=N%, throughput=N% or errors=N%)",
        "merge", good, "--regression", "p50");
    assertMistake("--regression: needs --baseline", "merge", good, "--regression", "p50=9%");
    assertMistake(
        "--output: \"xml\" (expected: "
            + Outputs.labels(LoadOutput.class)
            + ", each also with =FILE)",
        "merge",
        good,
        "-o",
        "xml");
  }

  private static void assertMistake(String line, String... args) {
    assertThat(Cli.run(args))
        .isEqualTo(
            new Cli(2, "", line + " (see greeter-client merge --help)" + System.lineSeparator()));
  }

  private static final Duration SECONDS = Duration.ofSeconds(10);

  private static LoadResult good(long micros) {
    return LoadResults.of(calls(micros), START, SECONDS, 10);
  }

  private static List<Call> calls(long micros) {
    return List.of(
        Call.answered("Hello", 0, "a", micros), Call.answered("Goodbye", 100, "b", micros));
  }

  private String file(String name, LoadResult result) throws IOException {
    Path file = folder.resolve(name);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      LoadOutput.JSON.print(result, LoadVerdict.of(List.of(), List.of()), out);
    }
    return file.toString();
  }
}
