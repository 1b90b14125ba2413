package greeter.client.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadResults;
import greeter.client.load.LoadResults.Call;
import greeter.client.load.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {
  private static final Instant START = Instant.parse("2026-11-23T10:15:00Z");

  @Test
  void rollout_beginsWithTheVerdictAndWhatWasAchieved() {
    assertThat(table(LoadResults.rollout()).lines().limit(8))
        .containsExactly(
            "FAIL  127.0.0.1:8080, 30.0 s from 2026-11-23T10:15:00Z",
            "  PASS         SLO p99 <= 50 ms: 11.1 ms",
            "  FAIL         SLO errors <= 0: 9",
            "",
            "asked      200/s, constant, of Hello=3, Goodbye=1; at most 10000 in flight, deadline 1.0 s",
            "achieved   200/s answered, 99.8 % of the 200/s that were due",
            "calls      6000 intended = 6000 sent + 0 skipped; sent = 5991 answered + 9 failed",
            "over       2 connections");
  }

  @Test
  void rollout_showsEachHandOver() {
    assertThat(table(LoadResults.rollout()))
        .contains(
            "  hello-grpc-deployment-7d4b9c5f6d-2xk8p  10.6 %      0  0.0 s 10.0 s ████████▇▆\n",
            "  hello-grpc-deployment-6c8f7b9d54-5hjvd  22.7 %      0  8.0 s 30.0 s        "
                + " ▇▆████▇▆",
            "  hello-grpc-deployment-7d4b9c5f6d-9wq4z  16.7 %      5  0.0 s 16.0 s"
                + " ████████▆▇████▇▆\n");
  }

  @Test
  void lostCalls_areNamedWithPodBlameAndSecond() {
    assertThat(table(LoadResults.rollout()))
        .contains(
            "failed: 9 calls, 0.15 % of those sent\n",
            "       5  UNAVAILABLE        network      hello-grpc-deployment-7d4b9c5f6d-9wq4z  "
                + " Hello\n"
                + "          in second 16 (5×)\n"
                + "          UNAVAILABLE: io exception, Connection reset by peer\n",
            "       1  UNAVAILABLE        proxy        hello-grpc-deployme…9c5f6d-9wq4z (ended)"
                + " Hello\n"
                + "          in second 16\n"
                + "          UNAVAILABLE: HTTP status code 502, content-type: text/html\n");
  }

  @Test
  void lostCalls_ofSeveralReasons_haveEachWithItsCount() {
    Runs run =
        Runs.of(10)
            .steady("a")
            .reason(2, "", "UNAVAILABLE: reset", 1)
            .reason(3, "", "UNAVAILABLE: refused", 16)
            .reason(4, "", "UNAVAILABLE: refused", 50);

    assertThat(table(run.result()))
        .contains(
            "          in second 2, 3 (16×), 4 (50×)\n", "          66× UNAVAILABLE: refused\n")
        .containsSubsequence("66× UNAVAILABLE: refused", "1× UNAVAILABLE: reset\n");
  }

  @Test
  void rollout_fitsATerminal() {
    assertThat(table(LoadResults.rollout()).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @Test
  void runWithoutAnAnswer_isTold() {
    assertThat(table(LoadResults.lost()))
        .contains(
            "sent = 0 answered + 100 failed\n",
            "in second 0 (100×)\n",
            "failed: 100 calls, 100.0 % of those sent\n");
  }

  @Test
  void manyKindsOfLosses_areBounded() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      calls.add(Call.failed("Hello", i * 1_000L, "pod-" + i, Blame.APP));
    }

    String table = table(LoadResults.of(calls, START, Duration.ofSeconds(1), 60));

    assertThat(table).contains("          … 40 more\n", "  … 20 more\n").doesNotContain("pod-59");
  }

  @Test
  void losses_overManySeconds_nameTheFirst() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(Call.failed("Hello", i * 1_000_000L, "pod", Blame.APP));
    }

    String table = table(LoadResults.of(calls, START, Duration.ofSeconds(30), 1));

    assertThat(table.lines()).allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
    assertThat(table)
        .contains(
            "in second 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 … 11"
                + " more\n");
  }

  @Test
  void hostileName_actsNot() {
    Call call = Call.answered("Hello", 0, "\u001b[2J\u009b" + "x".repeat(9_000), 1_000);

    assertThat(table(LoadResults.of(List.of(call), START, Duration.ofSeconds(1), 1)))
        .contains("  \\u001b[2J\\u009bxx")
        .doesNotContain("\u001b", "\u009b")
        .satisfies(
            table ->
                assertThat(table.lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100)));
  }

  private static String table(LoadResult result) {
    return Printed.by(LoadOutput.TABLE, result).replace(System.lineSeparator(), "\n");
  }
}
