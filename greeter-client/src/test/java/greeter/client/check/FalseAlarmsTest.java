package greeter.client.check;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.spread.Evenness;
import greeter.client.spread.Sent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How often the quick form is red over three good pods that are picked at random, which is all that
 * depends on chance: the other checks count what arrives.
 */
@Timeout(120)
class FalseAlarmsTest {
  private static final int RUNS = 10_000;
  private static final int PODS = 3;
  private static final OptionalInt EXPECTED = OptionalInt.of(PODS);
  private static final Bench.Asked ASKED =
      new Bench.Asked(Duration.ofSeconds(5), EXPECTED, 0.2, List.of(), false);

  private final SplittableRandom random = new SplittableRandom(5);
  private final Map<Long, Grade> gradeOfCount = new HashMap<>();

  /** LB-EVEN of two services and LB-FRESH of one. */
  @Test
  void shares_ofRandomPicks_failAtMostOnceIn1000Runs() {
    int red = 0;
    int green = 0;
    for (int run = 0; run < RUNS; run++) {
      Grade grade = Grade.PASS;
      for (int sample = 0; sample < 3; sample++) {
        for (long count : counts(Shares.calls(ASKED))) {
          grade = Shares.worse(grade, gradeOfCount.computeIfAbsent(count, this::gradeOf));
        }
      }
      red += grade == Grade.FAIL ? 1 : 0;
      green += grade == Grade.PASS ? 1 : 0;
    }

    // A chance of 0.001 gives more than 25 of 10,000 hardly ever; the rule errs far less often.
    assertThat(red).isLessThanOrEqualTo(10);
    assertThat(green).isGreaterThanOrEqualTo(RUNS * 98 / 100);
  }

  /** LB-PINNED and ONE-POD, of 12 connections with 20 calls each. */
  @Test
  void freshChannels_ofRandomPicks_neverFail() {
    for (int run = 0; run < RUNS / 10; run++) {
      String[] connections = new String[12];
      for (int i = 0; i < connections.length; i++) {
        connections[i] =
            random
                .ints(20, 'A', 'A' + PODS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
      }
      Map<String, Sent> sent = Map.of("Hello", sent(connections));

      assertThat(FreshChannelsCheck.judgePinned(sent).grade()).isEqualTo(Grade.PASS);
      assertThat(FreshChannelsCheck.judgeOnePod(sent, EXPECTED).grade()).isEqualTo(Grade.PASS);
    }
  }

  private long[] counts(int calls) {
    long[] counts = new long[PODS];
    for (int call = 0; call < calls; call++) {
      counts[random.nextInt(PODS)]++;
    }
    return counts;
  }

  /** Of one pod: it depends on nothing else, and few counts occur, so each is judged once. */
  private Grade gradeOf(long count) {
    long others = Shares.calls(ASKED) - count;
    Evenness evenness =
        Shares.of(Map.of("A", count, "B", others / 2, "C", others - others / 2), EXPECTED, 0.2);
    Evenness.Share share =
        evenness.shares().stream().filter(s -> s.name().equals("A")).findFirst().orElseThrow();
    boolean out = share.high() < 0.8 || share.low() > 1.2;
    boolean in = share.low() >= 0.8 && share.high() <= 1.2;
    return out ? Grade.FAIL : in ? Grade.PASS : Grade.INCONCLUSIVE;
  }
}
